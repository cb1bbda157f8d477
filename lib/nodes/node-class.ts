import { CapacityType } from './capacity-type';
import { AwsNodeClassOptions, awsNodeClass } from './node-classes/aws-node-class';
import { AzureNodeClassOptions, azureNodeClass } from './node-classes/azure-node-class';
import { existingNodeClass } from './node-classes/existing-node-class';
import { GoogleNodeClassOptions, googleNodeClass } from './node-classes/google-node-class';
import { KwokNodeClassOptions, kwokNodeClass } from './node-classes/kwok-node-class';
import { BoundPool, NodeClassBinding, NodeClassReference } from './node-classes/node-class-binding';
import { NodeDisk } from './node-disk';
import { Provider } from './provider';
import { refuse } from '../private/refuse';

/**
 * The provider's half of a node pool: where its machines come from and how they are set up.
 */
export class NodeClass {
  /**
   * Machines of Amazon EC2: emits an `EC2NodeClass`.
   *
   * @see https://karpenter.sh/docs/concepts/nodeclasses/
   */
  public static aws(options: AwsNodeClassOptions): NodeClass {
    return new NodeClass(awsNodeClass(options));
  }

  /**
   * Machines of Azure, for AKS: emits an `AKSNodeClass`. Spot and on-demand only.
   *
   * @see https://github.com/Azure/karpenter-provider-azure
   */
  public static azure(options: AzureNodeClassOptions = {}): NodeClass {
    return new NodeClass(azureNodeClass(options));
  }

  /**
   * Machines of Google Cloud, for GKE, with GPUs built in: emits a `GCENodeClass`. Spot and on-demand only.
   *
   * @see https://github.com/cloudpilot-ai/karpenter-provider-gcp
   */
  public static google(options: GoogleNodeClassOptions = {}): NodeClass {
    return new NodeClass(googleNodeClass(options));
  }

  /**
   * Fake machines of Karpenter's kwok provider, for rehearsals and tests: emits a `KWOKNodeClass`.
   *
   * @see https://github.com/kubernetes-sigs/karpenter/tree/main/kwok
   */
  public static kwok(options: KwokNodeClassOptions = {}): NodeClass {
    return new NodeClass(kwokNodeClass(options));
  }

  /**
   * A node class that exists already and is not part of the app, of one of these providers. The machines that a pool asks for are those of
   * the provider.
   *
   * @throws Error if the group is of another provider, or a part is empty
   */
  public static fromReference(reference: NodeClassReference): NodeClass {
    return new NodeClass(existingNodeClass(reference));
  }

  private constructor(private readonly binding: NodeClassBinding) {}

  /** @internal */
  public get _provider(): Provider {
    return this.binding.provider;
  }

  /** Absent where the app does not know it. @internal */
  public get _disk(): NodeDisk | undefined {
    return this.binding.disk;
  }

  /**
   * Adds the node class to the tree and returns what `nodeClassRef` must say.
   *
   * @internal
   */
  public _bind(pool: BoundPool, capacityTypes: readonly CapacityType[]): NodeClassReference {
    const strange = capacityTypes.find((type) => !this._provider.capacityTypes.includes(type));
    if (strange !== undefined) {
      refuse(pool, 'capacityTypes', strange, `what ${this._provider.group} offers (${this._provider.capacityTypes.join(', ')})`, 'remove it');
    }
    return this.binding.bind(pool, capacityTypes);
  }
}
