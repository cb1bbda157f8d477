import { Size, SizeRoundingBehavior } from 'cdk8s';
import { GpuInstance } from './catalogue/gpu-instance';
import { admittedOf, slotPrice, Verdict } from './shapes';

/** An instance type that a pool admits. */
export interface AdmittedInstanceType {
  /** Its name. */
  readonly instanceType: string;
  /** The GPU model. */
  readonly gpuName: string;
  /** GPUs. */
  readonly gpus: number;
  /** CPUs. */
  readonly cpus: number;
  /** Memory. */
  readonly memory: Size;
  /**
   * On-demand price of an hour, in US dollars.
   *
   * @default - unknown
   */
  readonly usdPerHour?: number;
  /**
   * The part of it that one GPU costs.
   *
   * @default - unknown
   */
  readonly usdPerGpuHour?: number;
  /**
   * The part of it that one slice of a GPU costs; that of a GPU where workers get whole ones.
   *
   * @default - unknown
   */
  readonly usdPerSliceHour?: number;
}

/** An instance type with the pool's GPU that the pool does not admit. */
export interface ExcludedInstanceType {
  /** Its name. */
  readonly instanceType: string;
  /** Why it is not admitted. */
  readonly reason: string;
}

/** What one replica of a worker costs. */
export interface ReplicaPrice {
  /** Path of the worker. */
  readonly worker: string;
  /** GPUs of a replica; a fraction where it has a slice of one. */
  readonly gpus: number;
  /**
   * On-demand price of an hour on the cheapest instance type that has room for it, in US dollars.
   *
   * @default - unknown
   */
  readonly leastUsdPerHour?: number;
  /**
   * The same on the dearest one that it may get.
   *
   * @default - unknown
   */
  readonly mostUsdPerHour?: number;
}

/** What a description is made from. */
interface Facts {
  readonly pool: string;
  readonly prices: string;
  readonly maxNodes: number;
  readonly slicesPerGpu: number;
  readonly verdicts: readonly Verdict[];
  readonly slots: readonly { readonly worker: string; readonly gpus: number; readonly shapes: readonly GpuInstance[] }[];
}

/** Which instance types a pool admits and which it does not, why, and what they cost. Spot and reserved capacity cost less than it says. */
export class GpuNodesDescription {
  /** @internal */
  public static _of({ pool, prices, maxNodes, slicesPerGpu, verdicts, slots }: Facts): GpuNodesDescription {
    const admitted = admittedOf(verdicts);
    const dearest = range(admitted.map(({ onDemandUsdPerHour }) => onDemandUsdPerHour)).most;
    return new GpuNodesDescription(
      pool,
      prices,
      admitted.map((shape) => ({
        instanceType: shape.instanceType,
        gpuName: shape.gpuName,
        gpus: shape.gpuCount,
        cpus: shape.vcpu,
        memory: Size.mebibytes(shape.memoryMib),
        usdPerHour: shape.onDemandUsdPerHour,
        usdPerGpuHour: slotPrice(shape, 1),
        usdPerSliceHour: slotPrice(shape, 1 / slicesPerGpu),
      })),
      verdicts.flatMap(({ shape, exclusion }) => (exclusion === undefined ? [] : [{ instanceType: shape.instanceType, reason: exclusion }])),
      slots.map(({ worker, gpus, shapes }) => {
        const { least, most } = range(shapes.map((shape) => slotPrice(shape, gpus)));
        return { worker, gpus, leastUsdPerHour: least, mostUsdPerHour: most };
      }),
      maxNodes,
      slicesPerGpu,
      dearest === undefined ? undefined : dearest * maxNodes,
    );
  }

  private constructor(
    /** Path of the pool. */
    public readonly pool: string,
    /** Where the prices are from, and of which date. */
    public readonly prices: string,
    /** The admitted instance types, cheapest first. */
    public readonly admitted: AdmittedInstanceType[],
    /** Those that have the GPU and are not admitted. */
    public readonly excluded: ExcludedInstanceType[],
    /** What a replica of each worker costs. */
    public readonly replicas: ReplicaPrice[],
    /** Most nodes, of all tiers together. */
    public readonly maxNodes: number,
    /** Into how many slices each GPU is cut; 1 where workers get whole ones. */
    public readonly slicesPerGpu: number,
    /** On-demand price of an hour with that many, all on the dearest admitted type, in US dollars; absent where a price is unknown. */
    public readonly usdPerHourAtLimit?: number,
  ) {}

  /** The whole, to read. */
  public toString(): string {
    const admitted = this.admitted.map((type) => [type.instanceType, `${type.gpus} ${type.gpuName}`, `${type.cpus} CPUs`, `${type.memory.toGibibytes({ rounding: SizeRoundingBehavior.NONE })} GiB`,
      `${dollars(type.usdPerHour)} an hour`, this.slicesPerGpu === 1 ? `${dollars(type.usdPerGpuHour)} a GPU` : `${dollars(type.usdPerSliceHour)} a slice`]);
    const replicas = this.replicas.map(({ worker, leastUsdPerHour, mostUsdPerHour }) => [worker, leastUsdPerHour === mostUsdPerHour
      ? `${dollars(leastUsdPerHour)} an hour a replica`
      : `${dollars(leastUsdPerHour)} to ${dollars(mostUsdPerHour)} an hour a replica`]);
    return [
      `${this.pool} (${this.prices})`,
      ...section('admitted', admitted),
      ...section('workers', replicas),
      ...section('not admitted', this.excluded.map(({ instanceType, reason }) => [instanceType, reason])),
      `${this.maxNodes} nodes of the dearest type: ${dollars(this.usdPerHourAtLimit)} an hour`,
    ].join('\n');
  }
}

/** Nothing as soon as one price is unknown. */
function range(prices: readonly (number | undefined)[]): { readonly least?: number; readonly most?: number } {
  const known = prices.filter((price) => price !== undefined);
  return known.length < prices.length ? {} : { least: Math.min(...known), most: Math.max(...known) };
}

function dollars(usd: number | undefined): string {
  return usd === undefined ? '$ unknown' : `$${Number(usd.toFixed(4))}`;
}

function section(title: string, rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.length === 0 ? [] : [title, ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ').trimEnd()}`)];
}
