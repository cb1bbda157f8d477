/**
 * A GPU model, by the name that Karpenter's node labels give it.
 *
 * @see https://karpenter.sh/docs/reference/instance-types/
 */
export class Gpu {
  /** NVIDIA T4, 16 GiB. AWS g4dn. */
  public static readonly T4 = new Gpu('t4');
  /** NVIDIA T4G, 16 GiB, on arm64 machines. AWS g5g. */
  public static readonly T4G = new Gpu('t4g');
  /** NVIDIA V100, 16 or 32 GiB. AWS p3. Dropped by current NVIDIA driver branches. */
  public static readonly V100 = new Gpu('v100');
  /** NVIDIA A10G, 24 GB (22,888 MiB usable). AWS g5. */
  public static readonly A10G = new Gpu('a10g');
  /** NVIDIA L4, 24 GB (22,888 MiB usable). AWS g6, gr6. */
  public static readonly L4 = new Gpu('l4');
  /** NVIDIA L40S, 48 GB (45,776 MiB usable). AWS g6e. */
  public static readonly L40S = new Gpu('l40s');
  /** NVIDIA RTX PRO 4500, 32 GiB. AWS g7. */
  public static readonly RTX_PRO_4500 = new Gpu('rtx-pro-4500');
  /** NVIDIA RTX PRO Server 6000, 96 GiB. AWS g7e. */
  public static readonly RTX_PRO_SERVER_6000 = new Gpu('rtx-pro-server-6000');
  /** NVIDIA A100, 40 or 80 GiB. AWS p4d, p4de: 8 GPUs a node. */
  public static readonly A100 = new Gpu('a100');
  /** NVIDIA H100, 80 GiB. AWS p5. */
  public static readonly H100 = new Gpu('h100');
  /** NVIDIA H200, 141 GiB. AWS p5e, p5en: 8 GPUs a node. */
  public static readonly H200 = new Gpu('h200');
  /** NVIDIA B200, 179 GiB. AWS p6-b200: 8 GPUs a node. */
  public static readonly B200 = new Gpu('b200');
  /** NVIDIA B300, 268 GiB. AWS p6-b300: 8 GPUs a node. */
  public static readonly B300 = new Gpu('b300');

  /**
   * A model that has no constant here.
   *
   * @param gpuName value of the label `karpenter.k8s.aws/instance-gpu-name`
   */
  public static of(gpuName: string): Gpu {
    return new Gpu(gpuName);
  }

  private constructor(
    /** Value of the label `karpenter.k8s.aws/instance-gpu-name`. */
    public readonly gpuName: string,
  ) {}
}
