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

/** The same in the order of the fields, as the catalogue's files are written. */
export type GpuInstanceRow = readonly [string, string, number, number, number, number, number, string, number?];

/** The instances of a catalogue's file. */
export function instancesOf(rows: readonly GpuInstanceRow[]): readonly GpuInstance[] {
  return rows.map(([instanceType, gpuName, gpuCount, gpuMemoryMib, vcpu, memoryMib, localNvmeGb, arch, onDemandUsdPerHour]) =>
    ({ instanceType, gpuName, gpuCount, gpuMemoryMib, vcpu, memoryMib, localNvmeGb, arch, onDemandUsdPerHour }));
}

/** What the provider calls the family of an instance type: `g6` of `g6.xlarge`, `g2` of `g2-standard-4`, `NCads_A100_v4` of `Standard_NC24ads_A100_v4`. */
export function familyOf(instanceType: string): string {
  if (instanceType.startsWith('Standard_')) {
    return instanceType.slice('Standard_'.length).replace(/\d+/, '');
  }
  return instanceType.split(instanceType.includes('.') ? '.' : '-')[0];
}
