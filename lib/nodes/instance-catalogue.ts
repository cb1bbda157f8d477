import { Size, SizeRoundingBehavior } from 'cdk8s';
import { AWS_GPU_INSTANCES, AWS_PRICES } from './catalogue/aws-gpu-instances';
import { AZURE_GPU_INSTANCES, AZURE_PRICES } from './catalogue/azure-gpu-instances';
import { GOOGLE_GPU_INSTANCES, GOOGLE_PRICES } from './catalogue/google-gpu-instances';
import { GpuInstance } from './catalogue/gpu-instance';

/** An instance type, as the provider sells it. */
export interface GpuInstanceType {
  /** Value of the label `node.kubernetes.io/instance-type`. */
  readonly instanceType: string;
  /** The GPU model, as `Gpu` names it; on AWS, value of the label `karpenter.k8s.aws/instance-gpu-name`. */
  readonly gpuName: string;
  /** Whole GPUs. At least 1. */
  readonly gpus: number;
  /** Memory of one GPU. */
  readonly gpuMemory: Size;
  /** CPUs. */
  readonly cpus: number;
  /** Memory of the machine. */
  readonly memory: Size;

  /**
   * Local NVMe storage.
   *
   * @default - none
   */
  readonly localStorage?: Size;

  /**
   * Value of the label `kubernetes.io/arch`.
   *
   * @default 'amd64'
   */
  readonly arch?: string;

  /**
   * Price of an hour in US dollars. More than 0.
   *
   * @default - unknown: admitted only when a pool names it in `instanceTypes`
   */
  readonly usdPerHour?: number;
}

/**
 * The instance types that a pool chooses from, with their prices.
 *
 * Immutable: what changes it returns a new one.
 */
export class InstanceCatalogue {
  /** AWS instance types with NVIDIA GPUs, at the on-demand list prices of us-east-1. */
  public static aws(): InstanceCatalogue {
    return new InstanceCatalogue(AWS_GPU_INSTANCES, AWS_PRICES);
  }

  /** Azure sizes with NVIDIA GPUs, at the pay-as-you-go list prices of eastus. */
  public static azure(): InstanceCatalogue {
    return new InstanceCatalogue(AZURE_GPU_INSTANCES, AZURE_PRICES);
  }

  /** Google Cloud machine types with built-in NVIDIA GPUs, at the on-demand list prices of us-central1. */
  public static google(): InstanceCatalogue {
    return new InstanceCatalogue(GOOGLE_GPU_INSTANCES, GOOGLE_PRICES);
  }

  private constructor(
    /** @internal */
    public readonly _instances: readonly GpuInstance[],
    /** Where the prices are from, and of which date. */
    public readonly prices: string,
  ) {}

  /**
   * The same types at your prices: of your region, after your discount, or where there is no list price.
   *
   * @param usdPerHour US dollars an hour, by instance type
   * @throws Error if a type is not in the catalogue, or a price is not more than 0
   */
  public withPrices(usdPerHour: { [instanceType: string]: number }): InstanceCatalogue {
    for (const [instanceType, price] of Object.entries(usdPerHour)) {
      if (!this._instances.some((instance) => instance.instanceType === instanceType)) {
        throw new Error(`InstanceCatalogue.withPrices: got ${JSON.stringify(instanceType)}; expected an instance type of the catalogue; correct the name, or add the type with withInstanceType`);
      }
      requirePrice('withPrices', instanceType, price);
    }
    const instances = this._instances.map((instance) => (
      { ...instance, onDemandUsdPerHour: usdPerHour[instance.instanceType] ?? instance.onDemandUsdPerHour }));
    return new InstanceCatalogue(instances, `${this.prices}; yours for ${Object.keys(usdPerHour).join(', ')}`);
  }

  /**
   * The catalogue with one more type, or with other facts about one that it has.
   *
   * @throws Error if a count or the price is out of its bounds
   */
  public withInstanceType(type: GpuInstanceType): InstanceCatalogue {
    for (const [what, count] of [['gpus', type.gpus], ['cpus', type.cpus]] as const) {
      if (!Number.isSafeInteger(count) || count < 1) {
        throw new Error(`InstanceCatalogue.withInstanceType: ${type.instanceType}: ${what}: got ${count}; expected a whole number of at least 1; correct ${what}`);
      }
    }
    const { gpuMemory, memory, localStorage = Size.gibibytes(0) } = type;
    for (const [what, size] of Object.entries({ gpuMemory, memory, localStorage })) {
      if (!Number.isSafeInteger(mebibytes(size))) {
        throw new Error(`InstanceCatalogue.withInstanceType: ${type.instanceType}: ${what}: got ${size.asString()}; expected a size; correct ${what}`);
      }
    }
    if (type.usdPerHour !== undefined) {
      requirePrice('withInstanceType', type.instanceType, type.usdPerHour);
    }
    const instance: GpuInstance = {
      instanceType: type.instanceType,
      gpuName: type.gpuName,
      gpuCount: type.gpus,
      gpuMemoryMib: mebibytes(gpuMemory),
      vcpu: type.cpus,
      memoryMib: mebibytes(memory),
      localNvmeGb: Math.floor(localStorage.toKibibytes({ rounding: SizeRoundingBehavior.FLOOR }) * 1024 / 1e9),
      arch: type.arch ?? 'amd64',
      onDemandUsdPerHour: type.usdPerHour,
    };
    const others = this._instances.filter(({ instanceType }) => instanceType !== type.instanceType);
    return new InstanceCatalogue([...others, instance], `${this.prices}; yours for ${type.instanceType}`);
  }
}

function mebibytes(size: Size): number {
  return size.toMebibytes({ rounding: SizeRoundingBehavior.FLOOR });
}

function requirePrice(method: string, instanceType: string, price: number): void {
  if (!(price > 0 && price < Infinity)) {
    throw new Error(`InstanceCatalogue.${method}: ${instanceType}: got ${price}; expected US dollars an hour, more than 0; correct the price`);
  }
}
