import { ApiObjectMetadata, Duration, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import { Gpu } from './gpu';
import { GPU_RESOURCE } from './gpu-resource';
import { NodeClass, NodeClassReference } from './node-class';
import { admittedShapes } from './shapes';
import * as karpenter from '../../imports/karpenter.sh';
import { ManifestChecks } from '../checks/manifest-checks';
import { clusterScoped, objectName } from '../private/names';
import { refuse, requireSeconds, requireWhole } from '../private/refuse';

/** Properties of `GpuNodePool`. */
export interface GpuNodePoolProps {
  /** Where the machines come from. */
  readonly nodeClass: NodeClass;

  /** The GPU model. One a pool: a worker that fits one card's memory may not fit another's. */
  readonly gpu: Gpu;

  /** Most GPUs that the pool may hold, its share of the quota and of the budget. At least `gpusPerNode`. */
  readonly maxGpus: number;

  /**
   * GPUs of one node. One count a pool: Karpenter fills few nodes rather than cheap ones, so of 1-GPU and 4-GPU shapes it buys the
   * larger, and a large node stays as long as one of its GPUs is used.
   *
   * @default 1
   */
  readonly gpusPerNode?: number;

  /**
   * Exactly these instance types. All must have `gpusPerNode` of the `gpu`.
   *
   * @default - those whose price for a GPU is at most `maxPriceRatio` times the cheapest
   */
  readonly instanceTypes?: string[];

  /**
   * The dearest admitted price of a GPU, as a multiple of the cheapest. At least 1. More admits more types, so that a shortage of one
   * is answered by the next.
   *
   * @default 1.75
   */
  readonly maxPriceRatio?: number;

  /**
   * How the nodes may be bought. Never left to Karpenter, which prefers spot.
   *
   * @default [CapacityType.ON_DEMAND]
   */
  readonly capacityTypes?: CapacityType[];

  /**
   * How long a node stays after its last pod began to end.
   *
   * The clock starts when the worker *begins* to drain and the node takes no new pod once it has run out, so it has to exceed the
   * longest grace of the workers.
   *
   * @default - 5 minutes, or 2 minutes more than the longest grace of the pool's workers if that is longer
   * @see https://karpenter.sh/docs/concepts/nodepools/#specdisruptionconsolidateafter
   */
  readonly consolidateAfter?: Duration;

  /**
   * Age at which a node is replaced, whatever runs on it: expiry obeys no budget. Needs `terminationGracePeriod`.
   *
   * @default - never: a pool that returns to zero renews its nodes by itself
   * @see https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecexpireafter
   */
  readonly expireAfter?: Duration;

  /**
   * Longest drain of a node, after which its pods are killed. It also cuts workers that were scaled in normally, so it has to be at
   * least 10 seconds longer than the grace of each worker of the pool.
   *
   * @default - none: the workers' own grace ends the drain
   * @see https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecterminationgraceperiod
   */
  readonly terminationGracePeriod?: Duration;

  /**
   * Zones that the nodes may be in.
   *
   * @default - every zone of the node class's subnets
   */
  readonly zones?: string[];

  /**
   * Priority among pools that could serve the same pod, 1 to 100; higher is tried first.
   *
   * @default - none
   */
  readonly weight?: number;

  /**
   * Metadata of the NodePool object.
   *
   * @default - named after the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

/** What a pod has to say to be put on a pool's nodes. */
export interface NodePlacement {
  /** Selects the pool's nodes. */
  readonly nodeSelector: { [label: string]: string };
  /** Tolerates the pool's taints. */
  readonly tolerations: k8s.Toleration[];
}

/** The shortest consolidateAfter when nothing is given, and what it leaves after the longest drain. */
const IDLE = { least: 300, afterDrain: 120 };

/** Karpenter checks a drain's end with a back-off of at most this many seconds. */
const DRAIN_MARGIN = 10;

/**
 * Nodes with GPUs, brought and taken away by Karpenter.
 *
 * Emits a `NodePool` and its node class: tainted and labelled, limited in GPUs, CPUs and nodes, one GPU model and count, priced
 * shapes only, removed when empty and never moved while used.
 *
 * @see https://karpenter.sh/docs/concepts/nodepools/
 */
export class GpuNodePool extends Construct {
  /** The NodePool. */
  public readonly nodePool: karpenter.NodePool;

  /** Name of the NodePool, and value of the label `karpenter.sh/nodepool` on its nodes. */
  public readonly poolName: string;

  /** What `nodeClassRef` says. */
  public readonly nodeClassReference: NodeClassReference;

  /** The GPU model. */
  public readonly gpu: Gpu;

  /** GPUs of one node. */
  public readonly gpusPerNode: number;

  /** Most GPUs that the pool may hold. */
  public readonly maxGpus: number;

  /** The admitted instance types, cheapest first. */
  public readonly instanceTypes: string[];

  /** CPUs and MiB of memory of the smallest admitted shape, for one GPU. @internal */
  public readonly _share: { readonly vcpu: number; readonly memoryMib: number };

  private longestGrace = 0;
  private readonly consolidateAfter?: Duration;
  private readonly terminationGracePeriod?: Duration;

  /**
   * @throws Error if a bound is not positive, no instance type has `gpusPerNode` of the GPU, or nodes expire without a
   * `terminationGracePeriod`
   */
  public constructor(scope: Construct, id: string, props: GpuNodePoolProps) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { gpusPerNode = 1, maxPriceRatio = 1.75, capacityTypes = [CapacityType.ON_DEMAND] } = props;
    requireWhole(this, 'gpusPerNode', gpusPerNode, 1);
    requireWhole(this, 'maxGpus', props.maxGpus, gpusPerNode);
    if (!(maxPriceRatio >= 1)) {
      refuse(this, 'maxPriceRatio', maxPriceRatio, 'a number of at least 1', 'leave it out for 1.75');
    }
    if (capacityTypes.length === 0) {
      refuse(this, 'capacityTypes', capacityTypes, 'at least one', 'leave it out for on-demand');
    }
    if (props.weight !== undefined) {
      requireWhole(this, 'weight', props.weight, 1, 100);
    }
    if (props.consolidateAfter !== undefined) {
      requireSeconds(this, 'consolidateAfter', props.consolidateAfter.toSeconds({ integral: false }), 0);
    }
    if (props.terminationGracePeriod !== undefined) {
      requireSeconds(this, 'terminationGracePeriod', props.terminationGracePeriod.toSeconds({ integral: false }), 1);
    }
    if (props.expireAfter !== undefined && props.terminationGracePeriod === undefined) {
      refuse(this, 'terminationGracePeriod', undefined, 'a duration, because nodes expire',
        'set it to the longest drain of the workers plus 10 seconds, or leave out expireAfter: an expiring node waits for ever behind a pod that may not be disrupted');
    }
    const shapes = admittedShapes(this, { gpu: props.gpu, gpusPerNode, maxPriceRatio, instanceTypes: props.instanceTypes });

    this.gpu = props.gpu;
    this.gpusPerNode = gpusPerNode;
    this.maxGpus = props.maxGpus;
    this.instanceTypes = shapes.map((shape) => shape.instanceType);
    this.consolidateAfter = props.consolidateAfter;
    this.terminationGracePeriod = props.terminationGracePeriod;
    this.poolName = props.metadata?.name ?? objectName(this);
    this.nodeClassReference = props.nodeClass._bind(this);
    this._share = {
      vcpu: Math.min(...shapes.map((shape) => shape.vcpu)) / gpusPerNode,
      memoryMib: Math.min(...shapes.map((shape) => shape.memoryMib)) / gpusPerNode,
    };

    const maxNodes = Math.floor(props.maxGpus / gpusPerNode);
    this.nodePool = clusterScoped(new karpenter.NodePool(this, 'Resource', {
      metadata: { ...props.metadata, name: this.poolName },
      spec: {
        weight: props.weight,
        template: {
          metadata: { labels: { 'nvidia.com/gpu.present': 'true' } },
          spec: {
            nodeClassRef: this.nodeClassReference,
            // The device plugin's own DaemonSets tolerate this key, and some of them only this value.
            taints: [{ key: GPU_RESOURCE, value: 'present', effect: karpenter.NodePoolSpecTemplateSpecTaintsEffect.NO_SCHEDULE }],
            requirements: requirements(props.gpu, gpusPerNode, this.instanceTypes, shapes[0].arch, capacityTypes, props.zones),
            expireAfter: props.expireAfter === undefined ? 'Never' : seconds(props.expireAfter),
            terminationGracePeriod: props.terminationGracePeriod && seconds(props.terminationGracePeriod),
          },
        },
        limits: {
          [GPU_RESOURCE]: karpenter.NodePoolSpecLimits.fromNumber(props.maxGpus),
          cpu: karpenter.NodePoolSpecLimits.fromNumber(maxNodes * Math.max(...shapes.map((shape) => shape.vcpu))),
          nodes: karpenter.NodePoolSpecLimits.fromNumber(maxNodes),
        },
        disruption: {
          consolidationPolicy: karpenter.NodePoolSpecDisruptionConsolidationPolicy.WHEN_EMPTY,
          consolidateAfter: Lazy.any({ produce: () => `${this.idleSeconds()}s` }),
          budgets: [
            // Without this, the default budget of 10 % takes empty nodes away one by one, 25 seconds each.
            { nodes: '100%', reasons: [karpenter.NodePoolSpecDisruptionBudgetsReasons.EMPTY] },
            { nodes: '1', reasons: [karpenter.NodePoolSpecDisruptionBudgetsReasons.DRIFTED] },
            // A budget of zero names its reason: without one it would also stop the repair of broken nodes.
            { nodes: '0', reasons: [karpenter.NodePoolSpecDisruptionBudgetsReasons.UNDERUTILIZED] },
          ],
        },
      },
    }));
  }

  /** What a pod has to say to be put on this pool's nodes. */
  public get placement(): NodePlacement {
    return {
      nodeSelector: { 'karpenter.sh/nodepool': this.poolName },
      tolerations: [{ key: GPU_RESOURCE, operator: 'Exists', effect: 'NoSchedule' }],
    };
  }

  /**
   * Takes note of a worker that drains for `grace`, and refuses a pool that would cut it short.
   *
   * @internal
   */
  public _admit(worker: Construct, grace: Duration): void {
    const drain = grace.toSeconds();
    const limit = this.terminationGracePeriod?.toSeconds();
    if (limit !== undefined && limit < drain + DRAIN_MARGIN) {
      refuse(worker, "the node pool's terminationGracePeriod (seconds)", limit, `at least ${drain + DRAIN_MARGIN}, ${DRAIN_MARGIN} more than this worker's grace`,
        'lengthen it or leave it out: it kills workers that were scaled in normally and still finish a job');
    }
    const idle = this.consolidateAfter?.toSeconds();
    if (idle !== undefined && idle < drain) {
      refuse(worker, "the node pool's consolidateAfter (seconds)", idle, `at least ${drain}, this worker's grace`,
        'lengthen it or leave it out: its clock starts when a worker begins to drain, so the node would be given up while it still works');
    }
    this.longestGrace = Math.max(this.longestGrace, drain);
  }

  private idleSeconds(): number {
    return this.consolidateAfter?.toSeconds() ?? Math.max(IDLE.least, this.longestGrace + IDLE.afterDrain);
  }
}

function requirements(gpu: Gpu, gpusPerNode: number, instanceTypes: string[], arch: string, capacityTypes: CapacityType[], zones?: string[],
): karpenter.NodePoolSpecTemplateSpecRequirements[] {
  const oneOf = (key: string, values: string[]) => ({ key, operator: karpenter.NodePoolSpecTemplateSpecRequirementsOperator.IN, values });
  // Never the resource name `nvidia.com/gpu` itself: as a requirement it filters nothing and labels every node with a random number.
  return [
    oneOf('karpenter.sh/capacity-type', capacityTypes),
    oneOf('kubernetes.io/arch', [arch]),
    oneOf('kubernetes.io/os', ['linux']),
    oneOf('karpenter.k8s.aws/instance-gpu-manufacturer', ['nvidia']),
    oneOf('karpenter.k8s.aws/instance-gpu-name', [gpu.gpuName]),
    oneOf('karpenter.k8s.aws/instance-gpu-count', [String(gpusPerNode)]),
    oneOf('node.kubernetes.io/instance-type', instanceTypes),
    ...(zones === undefined ? [] : [oneOf('topology.kubernetes.io/zone', zones)]),
  ];
}

function seconds(duration: Duration): string {
  return `${duration.toSeconds()}s`;
}
