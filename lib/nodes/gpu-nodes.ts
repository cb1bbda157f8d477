import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuInstance } from './catalogue/gpu-instance';
import { Gpu } from './gpu';
import { GpuNodesDescription } from './gpu-nodes-description';
import { GPU_RESOURCE } from './gpu-resource';
import { GpuSlice } from './gpu-slice';
import { InstanceCatalogue } from './instance-catalogue';
import { NodeDisk } from './node-disk';
import { admittedOf, judge, refuseDemand, requireShapes, ShapeSelection, shareOf, SlotDemand, SlotShare, Verdict } from './shapes';
import { ManifestChecks } from '../checks/manifest-checks';
import { refuse, requireWhole } from '../private/refuse';

/** What all nodes with GPUs have in common, whoever brings them. */
export interface GpuNodesProps {
  /** The GPU. One model a pool, unless your workers fit several: a worker that fits one card's memory may not fit another's. */
  readonly gpu: Gpu;

  /** Most GPUs that the pool may hold, its share of the quota and of the budget. At least `gpusPerNode`. */
  readonly maxGpus: number;

  /**
   * GPUs of one node. One count a pool: an autoscaler fills few nodes rather than cheap ones, so of 1-GPU and 4-GPU shapes it buys the
   * larger, and a large node stays as long as one of its GPUs is used.
   *
   * @default 1
   */
  readonly gpusPerNode?: number;

  /**
   * Only these instance types, whatever their price. All must have `gpusPerNode` of the `gpu`.
   *
   * @default - those whose price for a worker's slot is at most `maxPriceRatio` times the cheapest
   */
  readonly instanceTypes?: string[];

  /**
   * The instance types to choose from, and their prices.
   *
   * @default - those of the cloud
   */
  readonly catalogue?: InstanceCatalogue;

  /**
   * The dearest admitted price of a worker's slot (its GPUs, with the CPU and memory that it asks for), as a multiple of the cheapest.
   * At least 1. More admits more types, so that a shortage of one is answered by the next. `describe()` says what is admitted.
   *
   * @default 1.75
   */
  readonly maxPriceRatio?: number;
}

/** What a pod has to say to be put on a pool's nodes. */
export interface NodePlacement {
  /** Selects the pool's nodes. */
  readonly nodeSelector: { [label: string]: string };
  /** Tolerates the pool's taints. */
  readonly tolerations: k8s.Toleration[];
}

/** What a worker asks of a node. */
interface Slot {
  readonly worker: string;
  readonly demand: SlotDemand;
}

/** How long the parts of a worker's life take. */
export interface WorkerTimes {
  /** From the decision to start it until it works. */
  readonly start: Duration;
  /** Its longest job, and the time to close. */
  readonly grace: Duration;
  /** Its end when it is scaled in; nothing for one that no scale-in ends. */
  readonly scaleIn: Duration;
}

/** Nodes with GPUs, that workers are put on. */
export abstract class GpuNodes extends Construct {
  /** The GPU. */
  public readonly gpu: Gpu;

  /** GPUs of one node. */
  public readonly gpusPerNode: number;

  /** Most GPUs that the pool may hold. */
  public readonly maxGpus: number;

  /** The extended resource that workers ask for: `nvidia.com/gpu`, or that of the slices. */
  public readonly gpuResourceName: string;

  /** Into how many slices each GPU is cut; 1 where workers get whole ones. */
  public readonly slicesPerGpu: number;

  /** What a pod has to say to be put on these nodes. */
  public abstract readonly placement: NodePlacement;

  private readonly disk?: NodeDisk;
  private selection: ShapeSelection;
  private readonly slots: Slot[] = [];

  /** GPUs, or slices, that are taken whether there is work or not. */
  private held = 0;

  /**
   * @throws Error if a bound is not positive, no instance type has `gpusPerNode` of the GPU, or none of them has a known price
   */
  protected constructor(scope: Construct, id: string, props: GpuNodesProps, catalogueOfCloud: InstanceCatalogue, disk?: NodeDisk, slice?: GpuSlice) {
    super(scope, id);
    ManifestChecks.enforce(this);
    const { gpu, maxGpus, gpusPerNode = 1, maxPriceRatio = 1.75, instanceTypes, catalogue = catalogueOfCloud } = props;
    requireWhole(this, 'gpusPerNode', gpusPerNode, 1);
    requireWhole(this, 'maxGpus', maxGpus, gpusPerNode);
    if (!(maxPriceRatio >= 1)) {
      refuse(this, 'maxPriceRatio', maxPriceRatio, 'a number of at least 1', 'leave it out for 1.75');
    }
    this.selection = { catalogue, gpu, gpusPerNode, maxPriceRatio, instanceTypes, localNvmeGib: disk?._localNvme ? disk._gib : 0, slice };
    requireShapes(this, this.selection);
    this.disk = disk;
    this.gpu = gpu;
    this.gpusPerNode = gpusPerNode;
    this.maxGpus = maxGpus;
    this.gpuResourceName = slice?.resourceName ?? GPU_RESOURCE;
    this.slicesPerGpu = slice?.perGpu ?? 1;
  }

  /** The admitted instance types, cheapest first. Workers that are added later may change them. */
  public get instanceTypes(): string[] {
    return this._admitted().map(({ instanceType }) => instanceType);
  }

  /**
   * Annotations that a worker's pods need on these nodes.
   *
   * @default - none
   */
  public get podAnnotations(): { [key: string]: string } | undefined {
    return undefined;
  }

  /**
   * What is admitted and what it costs, what is not and why. Complete when all workers of the pool are made.
   *
   * `console.log(pool.describe().toString())` prints it.
   */
  public describe(): GpuNodesDescription {
    return GpuNodesDescription._of({
      pool: this.node.path,
      prices: this.selection.catalogue.prices,
      maxNodes: this._maxNodes(),
      slicesPerGpu: this.slicesPerGpu,
      verdicts: this.verdicts(),
      slots: this.slots.map(({ worker, demand }) => ({ worker, gpus: demand.gpus, shapes: admittedOf(judge(this.selection, demand)) })),
    });
  }

  /**
   * Takes note of what a worker asks for, and returns its part of the smallest instance type that it may get.
   *
   * @internal
   */
  public _place(worker: Construct, demand: SlotDemand): SlotShare {
    const shapes = admittedOf(judge(this.selection, demand));
    if (shapes.length === 0) {
      refuseDemand(worker, this.selection, demand);
    }
    this.requireDisk(worker, demand);
    this.slots.push({ worker: worker.node.path, demand });
    const shares = shapes.map((shape) => shareOf(shape, demand.gpus));
    return { cpuMillis: Math.min(...shares.map(({ cpuMillis }) => cpuMillis)), memoryMib: Math.min(...shares.map(({ memoryMib }) => memoryMib)) };
  }

  /**
   * Refuses a number of GPUs, or of slices, that a worker of these nodes cannot have.
   *
   * @internal
   */
  public _requireShare(worker: Construct, gpus: number): void {
    const { slice } = this.selection;
    const [ofNode, unit] = slice === undefined ? [this.gpusPerNode, 'GPUs'] : [this.gpusPerNode * slice.perGpu, 'slices'];
    const most = slice?._divides === false ? 1 : ofNode;
    if (slice === undefined && gpus > most) {
      refuse(worker, 'gpus', gpus, `at most ${most}, the GPUs of a node of ${this.node.path}`, `lower it, or set gpusPerNode: ${gpus} on the pool`);
    }
    requireWhole(worker, 'gpus', gpus, 1, most);
    if (ofNode % gpus !== 0) {
      refuse(worker, 'gpus', gpus, `a divisor of the ${ofNode} ${unit} of a node`, `otherwise ${unit} of each node stay idle: change gpus, or the pool`);
    }
  }

  /**
   * Takes note of places that are held whether there is work or not: the fewest replicas of a worker, or what a warm pool keeps free.
   *
   * @throws Error if the pool has no room for all of them together
   * @internal
   */
  public _hold(holder: Construct, what: string, places: number, gpus: number): void {
    const free = this._room(1) - this.held;
    if (places * gpus > free) {
      const unit = this.slicesPerGpu === 1 ? 'GPUs' : 'slices';
      refuse(holder, what, places, `at most ${Math.floor(free / gpus)}, because workers and warm pools of ${this.node.path} hold ${this.held} of its ${this._room(1)} ${unit} already`,
        'lower it, or raise maxGpus on the pool');
    }
    this.held += places * gpus;
  }

  /** How many workers the pool may hold, when each has so many GPUs or slices. @internal */
  public _room(gpus: number): number {
    return Math.floor(this.maxGpus * this.slicesPerGpu / gpus);
  }

  /**
   * Takes note of how long a worker's parts take, and refuses nodes that would cut it short. Cluster Autoscaler and GKE leave a node
   * alone while a worker drains on it.
   *
   * @internal
   */
  public _admit(_worker: Construct, _times: WorkerTimes): void {}

  /** What a pod has to say that prepares these nodes for others. @internal */
  public _preparationPlacement(): NodePlacement {
    return this.placement;
  }

  /**
   * Keeps new nodes free of pods that do not tolerate `key` until `remover` removes the taint.
   *
   * @throws Error if new nodes cannot have a taint that old ones need not
   * @internal
   */
  public _addStartupTaint(remover: Construct, _key: string): void {
    refuse(remover, 'startupTaint', true, 'nodes of a GpuNodePool: only Karpenter knows startup taints', 'leave it out');
  }

  /** Most nodes at the limit. @internal */
  protected abstract _maxNodes(): number;

  /** Admits only what has the CPUs and the memory of the cheapest. @internal */
  protected _restrictToOneSize(): void {
    const { instanceTypes } = this.selection;
    const [cheapest, ...others] = this._admitted();
    const same = others.filter(({ vcpu, memoryMib }) => vcpu === cheapest.vcpu && memoryMib === cheapest.memoryMib);
    if (instanceTypes !== undefined && same.length < others.length) {
      refuse(this, 'instanceTypes', instanceTypes, 'types of the same CPUs and memory', 'make another pool for the others');
    }
    this.selection = { ...this.selection, sizeOf: cheapest };
  }

  /** @internal */
  protected _admitted(): readonly GpuInstance[] {
    return admittedOf(this.verdicts());
  }

  private requireDisk(worker: Construct, { gpus, ephemeralStorageMib = 0 }: SlotDemand): void {
    const most = this.disk && Math.floor(this.disk._allocatableMib * gpus / this.gpusPerNode);
    if (most !== undefined && ephemeralStorageMib > most) {
      refuse(worker, 'ephemeralStorage (MiB)', ephemeralStorageMib, `at most ${most}, what the node's disk of ${this.disk!._gib} GiB has for it`,
        'lower it, or enlarge the disk of the node class');
    }
  }

  /** A type is admitted when it is for one of the workers: each gets the cheapest that has room for it. */
  private verdicts(): readonly Verdict[] {
    const demands = new Map(this.slots.map(({ demand }) => [JSON.stringify(demand), demand]));
    const [first, ...others] = (demands.size === 0 ? [{ gpus: 1 }] : [...demands.values()]).map((demand) => judge(this.selection, demand));
    return first.map((verdict, index) =>
      [verdict, ...others.map((verdicts) => verdicts[index])].find(({ exclusion }) => exclusion === undefined) ?? verdict);
  }
}
