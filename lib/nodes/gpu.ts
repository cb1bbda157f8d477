import { Size, SizeRoundingBehavior } from 'cdk8s';
import { familyOf, GpuInstance } from './catalogue/gpu-instance';

/** Models that NVIDIA's current drivers do not know any more: to be had by name only. */
const DROPPED = ['k80', 'm60', 'v100'];

/**
 * Which GPUs: a model, by the name that Karpenter's AWS provider has for it, or any that fits a worker.
 *
 * @see https://karpenter.sh/docs/reference/instance-types/
 */
export class Gpu {
  /** NVIDIA T4, 16 GiB. AWS g4dn, Azure NCas_T4_v3. */
  public static readonly T4 = Gpu.of('t4');
  /** NVIDIA T4G, 16 GiB, on arm64 machines. AWS g5g. */
  public static readonly T4G = Gpu.of('t4g');
  /** NVIDIA V100, 16 or 32 GiB. AWS p3. Dropped by current NVIDIA driver branches. */
  public static readonly V100 = Gpu.of('v100');
  /** NVIDIA A10, 24 GB. Azure NVads_A10_v5. */
  public static readonly A10 = Gpu.of('a10');
  /** NVIDIA A10G, 24 GB (22,888 MiB usable). AWS g5. */
  public static readonly A10G = Gpu.of('a10g');
  /** NVIDIA L4, 24 GB (22,888 MiB usable). AWS g6, gr6, Google g2. */
  public static readonly L4 = Gpu.of('l4');
  /** NVIDIA L40S, 48 GB (45,776 MiB usable). AWS g6e. */
  public static readonly L40S = Gpu.of('l40s');
  /** NVIDIA RTX PRO 4500, 32 GiB. AWS g7. */
  public static readonly RTX_PRO_4500 = Gpu.of('rtx-pro-4500');
  /** NVIDIA RTX PRO Server 6000, 96 GiB. AWS g7e. */
  public static readonly RTX_PRO_SERVER_6000 = Gpu.of('rtx-pro-server-6000');
  /** NVIDIA A100, 40 or 80 GiB. AWS p4d, p4de: 8 GPUs a node; Azure NCads_A100_v4, Google a2: from 1. */
  public static readonly A100 = Gpu.of('a100');
  /** NVIDIA H100, 80 GiB (Azure NCads_H100_v5: 94). AWS p5, Google a3. */
  public static readonly H100 = Gpu.of('h100');
  /** NVIDIA H200, 141 GiB. AWS p5e, p5en, Azure ND96isr_H200_v5, Google a3-ultragpu: 8 GPUs a node. */
  public static readonly H200 = Gpu.of('h200');
  /** NVIDIA B200, 179 GiB. AWS p6-b200, Google a4: 8 GPUs a node. */
  public static readonly B200 = Gpu.of('b200');
  /** NVIDIA B300, 268 GiB. AWS p6-b300: 8 GPUs a node. */
  public static readonly B300 = Gpu.of('b300');

  /**
   * A model by its name.
   *
   * @param gpuName as the catalogue of instance types has it: on AWS, value of the label `karpenter.k8s.aws/instance-gpu-name`
   */
  public static of(gpuName: string): Gpu {
    return new Gpu(gpuName, (instance) => instance.gpuName === gpuName);
  }

  /** Any of several models, whichever is cheaper. The worker has to run on all of them. */
  public static anyOf(...gpus: Gpu[]): Gpu {
    return new Gpu(gpus.map(({ description }) => description).join(' or '), (instance) => gpus.some((gpu) => gpu._admits(instance)));
  }

  /**
   * Any GPU with at least this much memory, whichever is cheaper. The worker has to run on all of them.
   *
   * Compared with the memory that a card is sold with: 24 for the A10G and the L4, of which 22.4 GiB are to be had. Models that current
   * drivers do not know (K80, M60, V100) are left out.
   */
  public static withMemory(atLeast: Size): Gpu {
    const gib = atLeast.toGibibytes({ rounding: SizeRoundingBehavior.NONE });
    return new Gpu(`GPU of ${gib} GiB or more`, ({ gpuName, gpuMemoryMib }) => !DROPPED.includes(gpuName) && soldGib(gpuMemoryMib) >= gib);
  }

  /** The GPU of these instance families, such as `g6`, `g2` or `NCads_A100_v4`, whichever is cheaper. The worker has to run on all of them. */
  public static ofFamily(...families: string[]): Gpu {
    return new Gpu(`GPU of family ${families.join(' or ')}`, ({ instanceType }) => families.includes(familyOf(instanceType)));
  }

  private constructor(
    /** The model's name, or the choice in words. */
    public readonly description: string,
    /** @internal */
    public readonly _admits: (instance: GpuInstance) => boolean,
  ) {}
}

/** EC2 gives the decimal gigabytes of some cards in MiB: 22,888 of 24 GB. Other cards have whole GiB. */
function soldGib(mebibytes: number): number {
  return mebibytes % 1024 === 0 ? mebibytes / 1024 : Math.round(mebibytes * 2 ** 20 / 1e9);
}
