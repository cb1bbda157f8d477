import { Size, SizeRoundingBehavior } from 'cdk8s';
import { Cpu, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { GpuNodes } from '../nodes/gpu-nodes';
import { mebibytes, millicores } from '../private/quantity';
import { refuse, requireWhole } from '../private/refuse';

/** What a worker may ask of its node. */
export interface WorkerSlotOptions {
  readonly gpus?: number;
  readonly cpu?: Cpu;
  readonly memory?: Size;
  readonly ephemeralStorage?: Size;
}

/** The part of a node's CPUs and memory that is left to its workers: the rest is the kubelet's, the system's and the DaemonSets'. */
const USABLE = 0.75;

/** The resources of one worker, in full: one placeholder of a warm pool holds exactly this. */
export class WorkerSlot {
  /** GPUs of one worker, or slices of one. */
  public readonly gpus: number;
  /** CPU request, in millicores. */
  public readonly cpuMillis: number;
  /** Memory request and limit, in MiB. */
  public readonly memoryMib: number;
  /** Request for images' writable layers, caches and logs, in MiB. */
  public readonly ephemeralStorageMib: number;
  /** The extended resource of its GPUs. */
  private readonly resourceName: string;

  public constructor(scope: Construct, pool: GpuNodes, options: WorkerSlotOptions) {
    this.gpus = options.gpus ?? 1;
    pool._requireShare(scope, this.gpus);
    this.resourceName = pool.gpuResourceName;
    const cpuMillis = options.cpu && millis(options.cpu);
    const memoryMib = options.memory?.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
    requirePositive(scope, 'cpu (millicores)', cpuMillis);
    requirePositive(scope, 'memory (MiB)', memoryMib);
    this.ephemeralStorageMib = (options.ephemeralStorage ?? Size.gibibytes(10)).toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
    requireWhole(scope, 'ephemeralStorage (MiB)', this.ephemeralStorageMib, 0);
    const share = pool._place(scope, { gpus: this.gpus / pool.slicesPerGpu, cpuMillis, memoryMib, ephemeralStorageMib: this.ephemeralStorageMib });
    this.cpuMillis = cpuMillis ?? Math.floor(share.cpuMillis * USABLE);
    this.memoryMib = memoryMib ?? Math.floor(share.memoryMib * USABLE);
  }

  /**
   * Requests *and* limits: a CapacityBuffer reserves no GPU that stands under limits alone. No CPU limit, so that loading a model is not throttled.
   *
   * @see https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/
   */
  public resources(): k8s.ResourceRequirements {
    const gpu = { [this.resourceName]: k8s.Quantity.fromString(String(this.gpus)) };
    const memory = { memory: mebibytes(this.memoryMib) };
    return {
      requests: { 'cpu': millicores(this.cpuMillis), 'ephemeral-storage': mebibytes(this.ephemeralStorageMib), ...gpu, ...memory },
      limits: { ...gpu, ...memory },
    };
  }
}

function millis(cpu: Cpu): number {
  return cpu.amount.endsWith('m') ? Number(cpu.amount.slice(0, -1)) : Number(cpu.amount) * 1000;
}

function requirePositive(scope: Construct, what: string, got: number | undefined): void {
  if (got !== undefined && !(got > 0)) {
    refuse(scope, what, got, 'more than 0', 'raise it, or leave it out');
  }
}
