import { GpuInstance } from './catalogue/gpu-instance';
import { GPU_RESOURCE } from './gpu-resource';

/** Options of `GpuSlice.mig`. */
export interface MigSliceOptions {
  /** Slices of each GPU, 1 to 7: as many as the compute slices and the memory of the GPU allow. */
  readonly perGpu: number;

  /**
   * The configuration that the GPU Operator's MIG manager applies to the nodes, such as `all-1g.10gb`: value of their label
   * `nvidia.com/mig.config`.
   *
   * @default - no label: the nodes are partitioned by something else, such as the settings of their image
   * @see https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/gpu-operator-mig.html
   */
  readonly config?: string;
}

/** Options of `GpuSlice.timeSliced`. */
export interface TimeSliceOptions {
  /** Workers that share each GPU, 2 or more: the device plugin's `replicas`. */
  readonly perGpu: number;

  /**
   * Whether the device plugin calls a share `nvidia.com/gpu.shared`: its setting of the same name. Otherwise a share is called
   * `nvidia.com/gpu`, as a whole GPU is, and a Karpenter without the NodeOverlay gate buys a node for each worker.
   *
   * @default false
   */
  readonly renameByDefault?: boolean;

  /**
   * The device plugin's configuration that the nodes choose, where it has several: value of their label
   * `nvidia.com/device-plugin.config`.
   *
   * @default - no label: the only one, or the default one
   */
  readonly config?: string;
}

/** What a slice is. */
interface Facts {
  readonly description: string;
  readonly resource: string;
  readonly perGpu: number;
  /** Whether a worker can use more than one. */
  readonly divides: boolean;
  readonly nodeLabels: { readonly [key: string]: string };
  /** Why a machine's GPUs cannot be sliced so; nothing if they can. */
  readonly misfit: (instance: GpuInstance) => string | undefined;
}

/** GPUs that can be partitioned, by the names of the catalogues. */
const WITH_MIG = ['a100', 'h100', 'h200', 'b200', 'b300', 'rtx-pro-server-6000'];

/** Compute slices and gigabytes; `.me` is the one with the media engines. */
const PROFILE = /^([1-7])g\.(\d{1,3})gb(\.me)?$/;

/** A GPU has at most this many compute slices. */
const COMPUTE_SLICES = 7;

/** As Kubernetes admits it. */
const LABEL_VALUE = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * A part of a GPU, which a worker gets in place of a whole one.
 *
 * Karpenter has to know it before there is a node that shows it: the pool emits a `NodeOverlay`, which is alpha. Karpenter needs
 * `NodeOverlay=true` among its `FEATURE_GATES`. The overlay tells Karpenter only; that the nodes offer the slices is up to NVIDIA's device
 * plugin, whose configuration has to say the same.
 *
 * @see https://karpenter.sh/docs/concepts/nodeoverlays/
 */
export class GpuSlice {
  /**
   * A partition in hardware (MIG), with its own memory: `nvidia.com/mig-PROFILE`, as the device plugin calls it with the strategy `mixed`.
   *
   * @param profile such as `1g.10gb`; the one with the media engines is written `1g.10gb.me`
   * @throws Error if the profile is none, or the GPU has no seven compute slices for so many
   * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
   */
  public static mig(profile: string, options: MigSliceOptions): GpuSlice {
    const [, compute, gigabytes] = PROFILE.exec(profile) ?? fail('mig', 'profile', profile, 'a MIG profile such as 1g.10gb or 1g.10gb.me', 'correct it');
    requireCount('mig', options.perGpu, 1, Math.floor(COMPUTE_SLICES / Number(compute)));
    const gigabytesOfAll = Number(gigabytes) * options.perGpu;
    return new GpuSlice({
      description: `${options.perGpu} MIG ${profile}`,
      resource: `nvidia.com/mig-${profile}`,
      perGpu: options.perGpu,
      divides: true,
      nodeLabels: labels('mig', 'nvidia.com/mig.config', options.config),
      misfit: ({ gpuName, gpuMemoryMib }) => {
        if (!WITH_MIG.includes(gpuName)) {
          return `its ${gpuName} has no MIG`;
        }
        const has = Math.floor(gpuMemoryMib * 2 ** 20 / 1e9);
        return has < gigabytesOfAll ? `its ${gpuName} has ${has} GB; the pool's slices take ${gigabytesOfAll}` : undefined;
      },
    });
  }

  /**
   * A share of a GPU's time. Nothing keeps the workers of a GPU apart: all of their models have to fit its memory together, and each
   * slows the others down.
   *
   * @throws Error if `perGpu` is not a whole number of at least 2
   * @see https://github.com/NVIDIA/k8s-device-plugin#with-cuda-time-slicing
   */
  public static timeSliced(options: TimeSliceOptions): GpuSlice {
    requireCount('timeSliced', options.perGpu, 2);
    return new GpuSlice({
      description: `${options.perGpu} time slices`,
      resource: options.renameByDefault ? `${GPU_RESOURCE}.shared` : GPU_RESOURCE,
      perGpu: options.perGpu,
      divides: false,
      nodeLabels: labels('timeSliced', 'nvidia.com/device-plugin.config', options.config),
      misfit: () => undefined,
    });
  }

  private constructor(private readonly facts: Facts) {}

  /** The extended resource that workers ask for. */
  public get resourceName(): string {
    return this.facts.resource;
  }

  /** Slices of each GPU. */
  public get perGpu(): number {
    return this.facts.perGpu;
  }

  /** In words. @internal */
  public get _description(): string {
    return this.facts.description;
  }

  /** Whether a worker can use more than one: two shares of a GPU's time are no more than one. @internal */
  public get _divides(): boolean {
    return this.facts.divides;
  }

  /** What says on a node which configuration it is to have. @internal */
  public get _nodeLabels(): { readonly [key: string]: string } {
    return this.facts.nodeLabels;
  }

  /** Why a machine's GPUs cannot be sliced so; nothing if they can. @internal */
  public _misfit(instance: GpuInstance): string | undefined {
    return this.facts.misfit(instance);
  }
}

function requireCount(method: string, perGpu: number, least: number, most: number = Infinity): void {
  if (!Number.isSafeInteger(perGpu) || perGpu < least || perGpu > most) {
    fail(method, 'perGpu', perGpu, `a whole number ${most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`}`, 'correct it');
  }
}

function labels(method: string, key: string, config: string | undefined): { readonly [key: string]: string } {
  if (config === undefined) {
    return {};
  }
  return LABEL_VALUE.test(config) ? { [key]: config } : fail(method, 'config', config, 'the value of a label: at most 63 letters, digits, -, _ and .', 'correct it');
}

function fail(method: string, what: string, got: unknown, expected: string, fix: string): never {
  throw new Error(`GpuSlice.${method}: ${what}: got ${JSON.stringify(got)}; expected ${expected}; ${fix}`);
}
