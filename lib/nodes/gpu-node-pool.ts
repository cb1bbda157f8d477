import { ApiObjectMetadata, Duration, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import { GpuInstance } from './catalogue/gpu-instance';
import { GpuNodes, GpuNodesProps, NodePlacement, WorkerTimes } from './gpu-nodes';
import { GpuSlice } from './gpu-slice';
import { NodeClass } from './node-class';
import { NodeClassReference } from './node-classes/node-class-binding';
import { GPU_PRESENT_LABEL, GPU_TAINT, GPU_TOLERATION, POOL_LABEL } from './node-labels';
import { Provider, requireZones } from './provider';
import * as karpenter from '../../imports/karpenter.sh';
import { clusterScoped, givenName } from '../private/names';
import { refuse, requireSeconds, requireWhole } from '../private/refuse';

/** Properties of `GpuNodePool`. */
export interface GpuNodePoolProps extends GpuNodesProps {
  /** Where the machines come from. */
  readonly nodeClass: NodeClass;

  /**
   * What each GPU is cut into: a worker's `gpus` counts slices then, while `maxGpus` and `gpusPerNode` count GPUs. Needs Karpenter's alpha
   * gate `NodeOverlay`, and a device plugin that offers the same slices.
   *
   * @default - workers get whole GPUs
   */
  readonly slice?: GpuSlice;

  /**
   * How the nodes may be bought. Never left to Karpenter, which prefers spot.
   *
   * @default [CapacityType.ON_DEMAND]
   */
  readonly capacityTypes?: CapacityType[];

  /**
   * The same, with a NodePool for each, in this order of preference: Karpenter turns to the next one when the one before has reached its
   * limit, and, after some attempts, when it gets no machine. Instead of `capacityTypes`.
   *
   * Karpenter knows no limit over several NodePools: each tier has its own, and the nodes of all of them together can be as many as the
   * sum. What the workers ask for is bounded by `maxGpus`.
   *
   * @default - one NodePool
   */
  readonly tiers?: NodePoolTier[];

  /**
   * Nodes that are always there, in all: busy workers count towards them. From 0 to one less than `maxGpus` has room for; the rest comes and
   * goes. They are bought as `capacityTypes`, or the first tier, says, and each costs its price by the hour.
   *
   * It is a floor of machines, as for a reservation. Workers that are there with their models loaded are `minReplicas` of the worker, and
   * places kept free on top of those in use are a `WarmPool`.
   *
   * Needs Karpenter's alpha gate `StaticCapacity`. A drifted node gets its replacement first, so for that time there is one more.
   *
   * @default 0
   * @see https://karpenter.sh/docs/concepts/nodepools/#specreplicas
   */
  readonly staticNodes?: number;

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
   * Age at which a node is replaced, whatever runs on it: expiry obeys no budget. Needs `terminationGracePeriod`. Whole seconds, at least
   * the cold start and the longest job of each worker of the pool.
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
   * Priority among pools that could serve the same pod, 1 to 100; higher is tried first. With tiers, that of the first; each further one
   * has one less.
   *
   * @default - none; with tiers their number
   */
  readonly weight?: number;

  /**
   * Metadata of the NodePool object. With tiers, their names are this one and the capacity type.
   *
   * @default - named after the construct's path
   */
  readonly metadata?: ApiObjectMetadata;
}

/** One way to buy the nodes of a pool. */
export interface NodePoolTier {
  /** How these nodes are bought. */
  readonly capacityType: CapacityType;

  /**
   * Most GPUs that may be bought this way. From `gpusPerNode` to the pool's `maxGpus`.
   *
   * @default - the pool's `maxGpus`
   */
  readonly maxGpus?: number;
}

/** What one NodePool says of its own. */
interface Tier {
  /** Absent for the pool that has the name for itself. */
  readonly suffix?: string;
  readonly capacityTypes: readonly CapacityType[];
  readonly maxGpus: number;
  readonly weight?: number;
  /** Nodes that are always there; absent where they come and go. */
  readonly replicas?: number;
}

/** The shortest consolidateAfter when nothing is given, and what it leaves after the longest drain. */
const IDLE = { least: 300, afterDrain: 120 };

/** Karpenter checks a drain's end with a back-off of at most this many seconds. */
const DRAIN_MARGIN = 10;

/** Room for the replacement of a static node, which comes before the node goes: one is drifted at a time. */
const STATIC_SURGE = 1;

/** It is enough: no pod is on a node before its startup taint. */
const STARTUP_TAINT_EFFECT = karpenter.NodePoolSpecTemplateSpecStartupTaintsEffect.NO_SCHEDULE;

/** The label `karpenter.sh/nodepool` has a NodePool's name for its value. */
const MAX_NAME = 63;

/**
 * Nodes with GPUs, brought and taken away by Karpenter.
 *
 * Emits a `NodePool`, or one for each tier, one more for static nodes, their node class, and for slices of GPUs a `NodeOverlay`: tainted and
 * labelled, limited in GPUs, CPUs and nodes, one GPU count, well-priced shapes only, removed when empty and never moved while used.
 *
 * @see https://karpenter.sh/docs/concepts/nodepools/
 */
export class GpuNodePool extends GpuNodes {
  /** The NodePool, or that of each tier in their order; with `staticNodes`, theirs is the last. */
  public readonly nodePools: karpenter.NodePool[];

  /** What tells Karpenter how many slices a node will have; only with `slice`. */
  public readonly nodeOverlay?: karpenter.NodeOverlay;

  /** Name of the NodePool; of several, what their names begin with. */
  public readonly poolName: string;

  /** What `nodeClassRef` says. */
  public readonly nodeClassReference: NodeClassReference;

  /** What a pod has to say to be put on this pool's nodes. */
  public readonly placement: NodePlacement;

  private readonly tiers: readonly Tier[];

  /** Whether several NodePools make up this pool, so that a label of their own has to tell its nodes. */
  private readonly isDivided: boolean;

  private longestGrace = 0;
  private readonly startupTaintKeys: string[] = [];
  private readonly consolidateAfter?: Duration;
  private readonly terminationGracePeriod?: Duration;
  private readonly expireAfter?: Duration;

  /**
   * @throws Error if a bound is not positive, no instance type has `gpusPerNode` of the GPU, none of them has a known price or GPUs for the
   * slices, the tiers and the static nodes do not make up the pool, or nodes expire without a `terminationGracePeriod`
   */
  public constructor(scope: Construct, id: string, props: GpuNodePoolProps) {
    super(scope, id, props, props.nodeClass._provider.catalogue(), props.nodeClass._disk, props.slice);
    if (props.weight !== undefined) {
      requireWhole(this, 'weight', props.weight, props.tiers?.length ?? 1, 100);
    }
    if (props.consolidateAfter !== undefined) {
      requireSeconds(this, 'consolidateAfter', props.consolidateAfter.toSeconds({ integral: false }), 0);
    }
    if (props.terminationGracePeriod !== undefined) {
      requireSeconds(this, 'terminationGracePeriod', props.terminationGracePeriod.toSeconds({ integral: false }), 1);
    }
    if (props.expireAfter !== undefined) {
      requireSeconds(this, 'expireAfter', props.expireAfter.toSeconds({ integral: false }), 1);
    }
    if (props.expireAfter !== undefined && props.terminationGracePeriod === undefined) {
      refuse(this, 'terminationGracePeriod', undefined, 'a duration, because nodes expire',
        'set it to the longest drain of the workers plus 10 seconds, or leave out expireAfter: an expiring node waits for ever behind a pod that may not be disrupted');
    }
    requireZones(this, props.nodeClass._provider, props.zones);
    this.consolidateAfter = props.consolidateAfter;
    this.terminationGracePeriod = props.terminationGracePeriod;
    this.expireAfter = props.expireAfter;
    const { staticNodes = 0 } = props;
    requireWhole(this, 'staticNodes', staticNodes, 0, this.nodesFor(this.maxGpus) - 1);
    this.tiers = this.tiersOf(props, staticNodes);
    this.isDivided = props.tiers !== undefined || staticNodes > 0;
    this.poolName = this.nameOf(props.metadata?.name);
    this.nodeClassReference = props.nodeClass._bind(this, this.tiers.flatMap(({ capacityTypes }) => capacityTypes));
    this.placement = {
      nodeSelector: { [this.isDivided ? POOL_LABEL : 'karpenter.sh/nodepool']: this.poolName },
      tolerations: [GPU_TOLERATION],
    };
    this.nodePools = this.tiers.map((tier) => this.render(tier, props));
    this.nodeOverlay = props.slice && this.overlay(props.slice);
  }

  /**
   * Takes note of a worker that may take `grace` to end, and `scaleIn` when it is scaled in, and refuses a pool that would cut it short.
   *
   * @internal
   */
  public _admit(worker: Construct, { start, grace, scaleIn }: WorkerTimes): void {
    const life = start.toSeconds() + grace.toSeconds();
    const age = this.expireAfter?.toSeconds();
    if (age !== undefined && age < life) {
      refuse(worker, "the node pool's expireAfter (seconds)", age, `at least ${life}, this worker's cold start and its longest job`,
        'lengthen it or leave it out: a node that ends before its worker has done one job is replaced for ever');
    }
    const least = grace.toSeconds() + DRAIN_MARGIN;
    const drain = scaleIn.toSeconds();
    const limit = this.terminationGracePeriod?.toSeconds();
    if (limit !== undefined && limit < least) {
      refuse(worker, "the node pool's terminationGracePeriod (seconds)", limit, `at least ${least}, ${DRAIN_MARGIN} more than this worker's grace`,
        'lengthen it or leave it out: it kills workers that were scaled in normally and still finish a job');
    }
    const idle = this.consolidateAfter?.toSeconds();
    if (idle !== undefined && idle < drain) {
      refuse(worker, "the node pool's consolidateAfter (seconds)", idle, `at least ${drain}, this worker's grace`,
        'lengthen it or leave it out: its clock starts when a worker begins to drain, so the node would be given up while it still works');
    }
    this.longestGrace = Math.max(this.longestGrace, drain);
  }

  /** @internal */
  public _preparationPlacement(): NodePlacement {
    const { nodeSelector, tolerations } = this.placement;
    return {
      nodeSelector,
      tolerations: Lazy.any({ produce: () => [...tolerations, ...this.startupTaintKeys.map((key) => ({ key, operator: 'Exists', effect: STARTUP_TAINT_EFFECT }))] }),
    };
  }

  /** @internal */
  public _addStartupTaint(_remover: Construct, key: string): void {
    this.startupTaintKeys.push(key);
  }

  /** @internal */
  protected _maxNodes(): number {
    return this.tiers.reduce((sum, { maxGpus }) => sum + this.nodesFor(maxGpus), 0);
  }

  private nodesFor(gpus: number): number {
    return Math.floor(gpus / this.gpusPerNode);
  }

  private tiersOf(props: GpuNodePoolProps, staticNodes: number): readonly Tier[] {
    const staticGpus = staticNodes * this.gpusPerNode;
    const dynamic = props.tiers === undefined ? [this.onlyTier(props, staticGpus)] : this.severalTiers(props, props.tiers, staticGpus);
    return staticNodes === 0 ? dynamic
      : [...dynamic, { suffix: 'static', capacityTypes: dynamic[0].capacityTypes, maxGpus: staticGpus, replicas: staticNodes }];
  }

  private onlyTier({ capacityTypes = [CapacityType.ON_DEMAND], weight }: GpuNodePoolProps, staticGpus: number): Tier {
    if (capacityTypes.length === 0 || new Set(capacityTypes).size < capacityTypes.length) {
      refuse(this, 'capacityTypes', capacityTypes, 'each at most once, and at least one', 'correct the list, or leave it out for on-demand');
    }
    return { capacityTypes, maxGpus: this.maxGpus - staticGpus, weight };
  }

  private severalTiers({ capacityTypes, weight }: GpuNodePoolProps, tiers: readonly NodePoolTier[], staticGpus: number): readonly Tier[] {
    if (capacityTypes !== undefined) {
      refuse(this, 'capacityTypes', capacityTypes, 'nothing beside tiers', 'remove one of the two');
    }
    const types = tiers.map(({ capacityType }) => capacityType);
    if (tiers.length === 0 || new Set(types).size < types.length) {
      refuse(this, 'tiers', types, 'each capacity type at most once, and at least one', 'correct the list');
    }
    const most = this.maxGpus - staticGpus;
    for (const { capacityType, maxGpus } of tiers) {
      if (maxGpus !== undefined) {
        requireWhole(this, `maxGpus of the tier ${capacityType}`, maxGpus, this.gpusPerNode, most);
      }
    }
    const all = tiers.reduce((sum, { maxGpus = most }) => sum + maxGpus, staticGpus);
    if (all < this.maxGpus) {
      refuse(this, 'maxGpus', this.maxGpus, `at most ${all}, what all tiers may hold`, 'lower it, or raise maxGpus of a tier');
    }
    const highest = weight ?? tiers.length;
    return tiers.map(({ capacityType, maxGpus = most }, index) => (
      { suffix: capacityType, capacityTypes: [capacityType], maxGpus, weight: highest - index }));
  }

  private nameOf(given: string | undefined): string {
    const most = MAX_NAME - Math.max(...this.tiers.map(({ suffix }) => (suffix === undefined ? 0 : suffix.length + 1)));
    return givenName(this, given, most, 'nodes carry it in a label');
  }

  private render({ suffix, capacityTypes, maxGpus, weight, replicas }: Tier, props: GpuNodePoolProps): karpenter.NodePool {
    const labels = { ...GPU_PRESENT_LABEL, ...props.slice?._nodeLabels, ...(this.isDivided ? { [POOL_LABEL]: this.poolName } : {}) };
    return clusterScoped(new karpenter.NodePool(this, suffix ?? 'Resource', {
      metadata: { ...props.metadata, name: suffix === undefined ? this.poolName : `${this.poolName}-${suffix}` },
      spec: {
        weight,
        template: {
          metadata: { labels },
          spec: {
            nodeClassRef: this.nodeClassReference,
            taints: [{ ...GPU_TAINT, effect: karpenter.NodePoolSpecTemplateSpecTaintsEffect.NO_SCHEDULE }],
            startupTaints: Lazy.any({ produce: () => this.startupTaints() }),
            // What is admitted is known when the last worker has said what it asks for.
            requirements: Lazy.any({ produce: () => requirements(this._admitted(), props.nodeClass._provider, capacityTypes, props.zones) }),
            expireAfter: props.expireAfter === undefined ? 'Never' : seconds(props.expireAfter),
            terminationGracePeriod: props.terminationGracePeriod && seconds(props.terminationGracePeriod),
          },
        },
        replicas,
        limits: replicas === undefined ? this.limits(maxGpus) : { nodes: karpenter.NodePoolSpecLimits.fromNumber(replicas + STATIC_SURGE) },
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

  private limits(maxGpus: number): { [resource: string]: karpenter.NodePoolSpecLimits } {
    const maxNodes = this.nodesFor(maxGpus);
    return {
      // Karpenter counts what its nodes show: slices, in place of their GPUs.
      [this.gpuResourceName]: karpenter.NodePoolSpecLimits.fromNumber(maxGpus * this.slicesPerGpu),
      cpu: Lazy.any({ produce: () => karpenter.NodePoolSpecLimits.fromNumber(maxNodes * Math.max(...this._admitted().map(({ vcpu }) => vcpu))) }),
      nodes: karpenter.NodePoolSpecLimits.fromNumber(maxNodes),
    };
  }

  private overlay({ resourceName, perGpu }: GpuSlice): karpenter.NodeOverlay {
    return clusterScoped(new karpenter.NodeOverlay(this, 'NodeOverlay', {
      metadata: { name: this.poolName },
      spec: {
        requirements: [{
          key: 'karpenter.sh/nodepool',
          operator: karpenter.NodeOverlaySpecRequirementsOperator.IN,
          values: this.nodePools.map(({ name }) => name),
        }],
        capacity: { [resourceName]: karpenter.NodeOverlaySpecCapacity.fromNumber(this.gpusPerNode * perGpu) },
      },
    }));
  }

  private startupTaints(): karpenter.NodePoolSpecTemplateSpecStartupTaints[] | undefined {
    return this.startupTaintKeys.length === 0 ? undefined : this.startupTaintKeys.map((key) => ({ key, effect: STARTUP_TAINT_EFFECT }));
  }

  private idleSeconds(): number {
    return this.consolidateAfter?.toSeconds() ?? Math.max(IDLE.least, this.longestGrace + IDLE.afterDrain);
  }
}

function requirements(
  shapes: readonly GpuInstance[], provider: Provider, capacityTypes: readonly CapacityType[], zones?: string[],
): karpenter.NodePoolSpecTemplateSpecRequirements[] {
  const oneOf = (key: string, values: readonly (string | number)[]) => (
    { key, operator: karpenter.NodePoolSpecTemplateSpecRequirementsOperator.IN, values: [...new Set(values.map(String))] });
  // Never the resource name `nvidia.com/gpu` itself: as a requirement it filters nothing and labels every node with a random number.
  return [
    oneOf('karpenter.sh/capacity-type', capacityTypes),
    oneOf('kubernetes.io/arch', shapes.map(({ arch }) => arch)),
    oneOf('kubernetes.io/os', ['linux']),
    ...Object.entries(provider.labels(shapes)).map(([key, values]) => oneOf(key, values)),
    oneOf('node.kubernetes.io/instance-type', shapes.map(({ instanceType }) => instanceType)),
    ...(zones === undefined ? [] : [oneOf('topology.kubernetes.io/zone', zones)]),
  ];
}

function seconds(duration: Duration): string {
  return `${duration.toSeconds()}s`;
}
