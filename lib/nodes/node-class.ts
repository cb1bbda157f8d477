import { ApiObject, Duration, Size } from 'cdk8s';
import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import * as aws from '../../imports/karpenter.k8s.aws';
import * as kwok from '../../imports/karpenter.kwok.sh';
import { clusterScoped } from '../private/names';
import { refuse, requireText, requireWhole } from '../private/refuse';

/** Options of `NodeClass.aws`. */
export interface AwsNodeClassOptions {
  /**
   * Name of the IAM role that the nodes assume; Karpenter makes the instance profile.
   *
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#specrole
   */
  readonly role: string;

  /** Value of the tag `karpenter.sh/discovery` on the subnets and security groups, usually the cluster's name. */
  readonly discoveryTag: string;

  /**
   * The machine image, as a pinned alias `family@version`.
   *
   * Bottlerocket's NVIDIA variant brings the driver and the device plugin. An `@latest` alias is refused: every image release would
   * be a drift that rolls all GPU nodes.
   *
   * @default 'bottlerocket@v1.63.0'
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
   */
  readonly amiAlias?: string;

  /**
   * Capacity reservations to use, by id (`cr-…`). Needed for `CapacityType.RESERVED`: Karpenter uses none by itself, not even an open one.
   *
   * @default - none
   * @see https://karpenter.sh/docs/concepts/nodeclasses/#speccapacityreservationselectorterms
   */
  readonly capacityReservationIds?: string[];

  /**
   * Size of the volume that holds images, caches and logs. Inference images are 10 to 20 GB and are unpacked beside their layers.
   *
   * @default Size.gibibytes(200)
   */
  readonly disk?: Size;

  /**
   * Throughput of that volume in MiB/s, 125 to 750 at its 3,000 IOPS. It bounds how fast an image is unpacked.
   *
   * @default 600
   */
  readonly diskThroughput?: number;
}

/** Options of `NodeClass.kwok`. */
export interface KwokNodeClassOptions {
  /**
   * Time from the launch of a fake machine to its Node object.
   *
   * @default - no delay
   */
  readonly nodeRegistrationDelay?: Duration;
}

/** What a NodePool writes into `nodeClassRef`. */
export interface NodeClassReference {
  /** API group of the node class. */
  readonly group: string;
  /** Kind of the node class. */
  readonly kind: string;
  /** Name of the node class object. */
  readonly name: string;
}

/**
 * The provider's half of a node pool: where its machines come from and how they are set up.
 */
export abstract class NodeClass {
  /**
   * Machines of Amazon EC2: emits an `EC2NodeClass`.
   *
   * @see https://karpenter.sh/docs/concepts/nodeclasses/
   */
  public static aws(options: AwsNodeClassOptions): NodeClass {
    return new AwsNodeClass(options);
  }

  /**
   * Fake machines of Karpenter's kwok provider, for rehearsals and tests: emits a `KWOKNodeClass`.
   *
   * @see https://github.com/kubernetes-sigs/karpenter/tree/main/kwok
   */
  public static kwok(options: KwokNodeClassOptions = {}): NodeClass {
    return new KwokNodeClass(options);
  }

  /**
   * A node class that exists already and is not part of the app: an `EC2NodeClass` or a `KWOKNodeClass`, whose labels the pool's
   * requirements are written in. Another provider's is refused, because no machine of it would ever match.
   */
  public static fromReference(reference: NodeClassReference): NodeClass {
    return new ReferencedNodeClass(reference);
  }

  /**
   * Adds the node class to the tree and returns what `nodeClassRef` must say.
   *
   * @internal
   */
  public abstract _bind(scope: Construct, capacityTypes: readonly CapacityType[]): NodeClassReference;
}

/** gp3 gives 3,000 IOPS without extra cost and at most 0.25 MiB/s for each. */
const GP3_IOPS = 3000;
const GP3_THROUGHPUT = { least: 125, most: GP3_IOPS / 4 };

/** API groups of the node classes whose machines carry the labels that a pool requires. */
const GROUPS = ['karpenter.k8s.aws', 'karpenter.kwok.sh'];

/** An EC2 capacity reservation, as the EC2NodeClass admits it. */
const RESERVATION = /^cr-[0-9a-z]+$/;

/** `family@version`, as the EC2NodeClass admits it. */
const ALIAS = /^[a-z0-9]+@[^@]+$/;

class AwsNodeClass extends NodeClass {
  public constructor(private readonly options: AwsNodeClassOptions) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct, capacityTypes: readonly CapacityType[]): NodeClassReference {
    const { capacityReservationIds = [] } = this.options;
    const { role, discoveryTag, amiAlias = 'bottlerocket@v1.63.0', disk = Size.gibibytes(200), diskThroughput = 600 } = this.options;
    requireText(scope, 'role', role);
    requireText(scope, 'discoveryTag', discoveryTag);
    requireWhole(scope, 'diskThroughput', diskThroughput, GP3_THROUGHPUT.least, GP3_THROUGHPUT.most);
    if (!ALIAS.test(amiAlias) || amiAlias.endsWith('@latest')) {
      refuse(scope, 'amiAlias', amiAlias, "a pinned alias such as 'bottlerocket@v1.63.0'",
        'pin the version: each new image behind @latest would replace every GPU node');
    }
    const strange = capacityReservationIds.find((id) => !RESERVATION.test(id));
    if (strange !== undefined) {
      refuse(scope, 'capacityReservationIds', strange, 'ids such as cr-0123456789abcdef0', 'correct the id');
    }
    if (capacityTypes.includes(CapacityType.RESERVED) && capacityReservationIds.length === 0) {
      refuse(scope, 'capacityReservationIds', this.options.capacityReservationIds, 'the reservations that the pool buys from',
        'set it on the node class, or remove CapacityType.RESERVED from the pool: Karpenter uses no reservation that is not selected');
    }
    const selector = [{ tags: { 'karpenter.sh/discovery': discoveryTag } }];
    const nodeClass = clusterScoped(new aws.Ec2NodeClass(scope, 'NodeClass', {
      spec: {
        role,
        amiSelectorTerms: [{ alias: amiAlias }],
        subnetSelectorTerms: selector,
        securityGroupSelectorTerms: selector,
        capacityReservationSelectorTerms: capacityReservationIds.length === 0 ? undefined : capacityReservationIds.map((id) => ({ id })),
        blockDeviceMappings: [{
          // Bottlerocket keeps its system on a small volume and everything else on a second one.
          deviceName: amiAlias.startsWith('bottlerocket@') ? '/dev/xvdb' : '/dev/xvda',
          ebs: {
            volumeType: aws.Ec2NodeClassSpecBlockDeviceMappingsEbsVolumeType.GP3,
            volumeSize: `${disk.toGibibytes()}Gi`,
            iops: GP3_IOPS,
            throughput: diskThroughput,
            encrypted: true,
            deleteOnTermination: true,
          },
        }],
        metadataOptions: {
          httpTokens: aws.Ec2NodeClassSpecMetadataOptionsHttpTokens.REQUIRED,
          httpPutResponseHopLimit: 1,
        },
      },
    }));
    return referenceTo(nodeClass);
  }
}

class KwokNodeClass extends NodeClass {
  public constructor(private readonly options: KwokNodeClassOptions) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct): NodeClassReference {
    const { nodeRegistrationDelay } = this.options;
    return referenceTo(clusterScoped(new kwok.KwokNodeClass(scope, 'NodeClass', {
      spec: nodeRegistrationDelay === undefined ? {} : { nodeRegistrationDelay: `${nodeRegistrationDelay.toSeconds()}s` },
    })));
  }
}

class ReferencedNodeClass extends NodeClass {
  public constructor(private readonly options: NodeClassReference) {
    super();
  }

  /** @internal */
  public _bind(scope: Construct): NodeClassReference {
    if (!GROUPS.includes(this.options.group)) {
      refuse(scope, 'nodeClass.group', this.options.group, `one of ${GROUPS.join(', ')}`,
        'write the NodePool of another provider by hand: its GPU labels have other names');
    }
    requireText(scope, 'kind', this.options.kind);
    requireText(scope, 'name', this.options.name);
    return this.options;
  }
}

function referenceTo(nodeClass: ApiObject): NodeClassReference {
  return { group: nodeClass.apiGroup, kind: nodeClass.kind, name: nodeClass.name };
}
