/** What the catalogue knows of an instance type. */
export interface GpuInstance {
  readonly instanceType: string;
  /** The GPU model, as `Gpu` names it. */
  readonly gpuName: string;
  /** Whole GPUs; 0 for types that have a fraction of one. */
  readonly gpuCount: number;
  /** Memory of one GPU in MiB, as the provider's label gives it. */
  readonly gpuMemoryMib: number;
  readonly vcpu: number;
  readonly memoryMib: number;
  /** Local NVMe storage in GB; 0 for none. */
  readonly localNvmeGb: number;
  /** Value of the label `kubernetes.io/arch`. */
  readonly arch: string;
  /** Absent where no list price is known. */
  readonly onDemandUsdPerHour?: number;
}
