import { Construct } from 'constructs';
import { AWS_GPU_INSTANCES, AwsGpuInstance } from './catalogue/aws-gpu-instances';
import { Gpu } from './gpu';
import { refuse } from '../private/refuse';

/** What decides which instance types a pool admits. */
export interface ShapeSelection {
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  /** Dearest admitted price of a GPU, as a multiple of the cheapest. */
  readonly maxPriceRatio: number;
  /** Exactly these, if given. */
  readonly instanceTypes?: readonly string[];
}

/**
 * The instance types that a pool admits, cheapest first.
 *
 * Karpenter fills few nodes rather than cheap ones: with 1-GPU and 4-GPU shapes both admitted, two 1-GPU pods get one 4-GPU node at
 * 2.8 times the price. So a pool admits one GPU count, and only shapes whose price for a GPU is near the cheapest.
 *
 * @see https://github.com/kubernetes-sigs/karpenter/issues/2457
 */
export function admittedShapes(scope: Construct, selection: ShapeSelection): readonly AwsGpuInstance[] {
  const { gpu, gpusPerNode, maxPriceRatio, instanceTypes } = selection;
  const ofGpu = AWS_GPU_INSTANCES.filter((shape) => shape.gpuName === gpu.gpuName && shape.gpuCount > 0);
  const ofCount = ofGpu.filter((shape) => shape.gpuCount === gpusPerNode);
  if (ofCount.length === 0) {
    const counts = [...new Set(ofGpu.map((shape) => shape.gpuCount))].sort((a, b) => a - b);
    refuse(scope, 'gpusPerNode', gpusPerNode, `a count in which ${gpu.gpuName} exists (${counts.join(', ')})`, `set gpusPerNode: ${counts[0]}`);
  }
  if (instanceTypes !== undefined) {
    return byPrice(instanceTypes.map((type) => {
      const shape = ofCount.find((candidate) => candidate.instanceType === type);
      if (shape === undefined) {
        refuse(scope, 'instanceTypes', type, `types with ${gpusPerNode} ${gpu.gpuName} (${ofCount.map((known) => known.instanceType).join(', ')})`,
          'remove the type, or make a second pool for it');
      }
      return shape;
    }));
  }
  const priced = ofCount.filter((shape) => shape.onDemandUsdPerHour !== undefined);
  if (priced.length === 0) {
    return ofCount;
  }
  const cheapest = Math.min(...priced.map((shape) => shape.onDemandUsdPerHour!));
  return byPrice(priced.filter((shape) => shape.onDemandUsdPerHour! <= cheapest * maxPriceRatio));
}

function byPrice(shapes: readonly AwsGpuInstance[]): readonly AwsGpuInstance[] {
  const price = (shape: AwsGpuInstance) => shape.onDemandUsdPerHour ?? Infinity;
  return [...shapes].sort((a, b) => price(a) - price(b) || a.instanceType.localeCompare(b.instanceType));
}
