import { Construct } from 'constructs';
import { GpuInstance } from './catalogue/gpu-instance';
import { Gpu } from './gpu';
import { GpuSlice } from './gpu-slice';
import { InstanceCatalogue } from './instance-catalogue';
import { refuse } from '../private/refuse';

/** What decides which instance types a pool admits. */
export interface ShapeSelection {
  readonly catalogue: InstanceCatalogue;
  readonly gpu: Gpu;
  readonly gpusPerNode: number;
  /** Dearest admitted price of a slot, as a multiple of the cheapest. */
  readonly maxPriceRatio: number;
  /** Only these, if given. */
  readonly instanceTypes?: readonly string[];
  /** What the machines' own NVMe disks have to hold. */
  readonly localNvmeGib: number;
  /** What their GPUs are cut into, if they are. */
  readonly slice?: GpuSlice;
  /** Only machines of the same size as this one, if given. */
  readonly sizeOf?: GpuInstance;
}

/** What one worker asks of its node; what it leaves open is cut from what the node has. */
export interface SlotDemand {
  /** A fraction where it is a slice of one. */
  readonly gpus: number;
  readonly cpuMillis?: number;
  readonly memoryMib?: number;
  readonly ephemeralStorageMib?: number;
}

/** CPU and memory of a slot. */
export interface SlotShare {
  readonly cpuMillis: number;
  readonly memoryMib: number;
}

/** An instance type with the pool's GPU, and why the pool does not admit it. */
export interface Verdict {
  readonly shape: GpuInstance;
  /** Absent for an admitted type. */
  readonly exclusion?: string;
}

/** A worker that asks for more than this part of a node would wait for ever: the rest is the kubelet's, the system's and the DaemonSets'. */
const ALLOCATABLE = 0.9;

/** Refuses a selection that no instance type can meet. */
export function requireShapes(scope: Construct, selection: ShapeSelection): void {
  const { catalogue, gpu, gpusPerNode, instanceTypes, slice } = selection;
  const ofGpu = ofTheGpu(selection);
  if (ofGpu.length === 0) {
    const known = [...new Set(catalogue._instances.map(({ gpuName }) => gpuName))];
    refuse(scope, 'gpu', gpu.description, `a GPU of the catalogue (${known.join(', ')})`, 'correct the name, or add an instance type with InstanceCatalogue.withInstanceType');
  }
  const ofCount = ofGpu.filter(({ gpuCount }) => gpuCount === gpusPerNode);
  if (ofCount.length === 0) {
    const counts = [...new Set(ofGpu.map(({ gpuCount }) => gpuCount))].filter((count) => count > 0).sort((a, b) => a - b);
    refuse(scope, 'gpusPerNode', gpusPerNode, `a count in which ${gpu.description} exists (${counts.join(', ')})`, `set gpusPerNode: ${counts[0]}`);
  }
  const unknown = instanceTypes?.find((type) => !ofCount.some(({ instanceType }) => instanceType === type));
  if (unknown !== undefined) {
    refuse(scope, 'instanceTypes', unknown, `types with ${gpusPerNode} ${gpu.description} (${ofCount.map(({ instanceType }) => instanceType).join(', ')})`,
      'remove the type, or make a second pool for it');
  }
  if (instanceTypes?.length === 0) {
    refuse(scope, 'instanceTypes', instanceTypes, 'at least one', 'leave it out to choose by price');
  }
  if (new Set(instanceTypes?.map((type) => ofCount.find(({ instanceType }) => instanceType === type)!.arch)).size > 1) {
    refuse(scope, 'instanceTypes', instanceTypes, 'types of one architecture, as the image is', 'make a second pool for the others');
  }
  const unfit = ofCount.filter((shape) => (instanceTypes?.includes(shape.instanceType) ?? true) && slice?._misfit(shape) !== undefined);
  if (unfit.length > 0 && (instanceTypes !== undefined || unfit.length === ofCount.length)) {
    const reasons = unfit.map((shape) => `${shape.instanceType}: ${slice!._misfit(shape)}`);
    refuse(scope, 'slice', slice!._description, `slices that the GPUs of the pool can have (${reasons.join(', ')})`, 'correct it, or choose other machines');
  }
  const roomy = ofCandidates(selection);
  if (roomy.length === 0) {
    const most = Math.max(...ofCount.map(nvmeGib));
    refuse(scope, 'disk (GiB of local NVMe)', selection.localNvmeGib, `at most ${Math.floor(most)}, the most that a machine with ${gpusPerNode} ${gpu.description} has`,
      'use NodeDisk.forContent on the node class, or choose other machines');
  }
  const arch = archOf(selection);
  const priced = roomy.filter((shape) => shape.arch === arch && shape.onDemandUsdPerHour !== undefined);
  if (instanceTypes === undefined && priced.length === 0) {
    const types = roomy.map(({ instanceType }) => instanceType).join(', ');
    refuse(scope, 'instanceTypes', undefined, `types to choose, because no price is known of ${types}`,
      'set instanceTypes, or give prices with InstanceCatalogue.withPrices');
  }
}

/** The workers of a fleet ask for few different slots. */
const VERDICTS = new WeakMap<ShapeSelection, Map<string, readonly Verdict[]>>();

/**
 * The verdict on each instance type with the pool's GPU, cheapest first.
 *
 * Karpenter fills few nodes rather than cheap ones: with 1-GPU and 4-GPU shapes both admitted, two 1-GPU pods get one 4-GPU node at
 * 2.8 times the price. So a pool admits one GPU count, only shapes whose every GPU can be used by the worker, and of these only those
 * whose price for a slot is near the cheapest.
 *
 * @see https://github.com/kubernetes-sigs/karpenter/issues/2457
 */
export function judge(selection: ShapeSelection, demand: SlotDemand): readonly Verdict[] {
  const known = VERDICTS.get(selection) ?? new Map<string, readonly Verdict[]>();
  VERDICTS.set(selection, known);
  const key = JSON.stringify(demand);
  const verdicts = known.get(key) ?? verdictsOn(selection, demand);
  known.set(key, verdicts);
  return verdicts;
}

function verdictsOn(selection: ShapeSelection, demand: SlotDemand): readonly Verdict[] {
  const arch = archOf(selection);
  const verdicts = ofTheGpu(selection).map((shape) => ({ shape, exclusion: unsuited(selection, demand, arch, shape) }));
  if (selection.instanceTypes !== undefined) {
    return byPrice(verdicts);
  }
  const cheapest = Math.min(...verdicts.filter(({ exclusion }) => exclusion === undefined).map(({ shape }) => slotPrice(shape, demand.gpus)!));
  return byPrice(verdicts.map((verdict) => {
    const ratio = (slotPrice(verdict.shape, demand.gpus) ?? Infinity) / cheapest;
    return verdict.exclusion !== undefined || ratio <= selection.maxPriceRatio
      ? verdict
      : { ...verdict, exclusion: `costs ${ratio.toFixed(2)} times the cheapest; the pool's maxPriceRatio is ${selection.maxPriceRatio}` };
  }));
}

/** The admitted ones. */
export function admittedOf(verdicts: readonly Verdict[]): readonly GpuInstance[] {
  return verdicts.filter(({ exclusion }) => exclusion === undefined).map(({ shape }) => shape);
}

/** Refuses what a worker asks for and no instance type has. */
export function refuseDemand(worker: Construct, selection: ShapeSelection, demand: SlotDemand): never {
  const shapes = admittedOf(judge({ ...selection, maxPriceRatio: Infinity }, { gpus: demand.gpus }));
  const most = shapes.map((shape) => ({ instanceType: shape.instanceType, ...mostOf(shape, demand.gpus) }));
  for (const [what, key] of [['cpu (millicores)', 'cpuMillis'], ['memory (MiB)', 'memoryMib']] as const) {
    const largest = most.reduce((a, b) => (b[key] > a[key] ? b : a));
    if ((demand[key] ?? 0) > largest[key]) {
      refuse(worker, what, demand[key], `at most ${largest[key]}, what ${largest.instanceType}, the largest instance type of the pool, has for it`,
        'lower it, or choose other machines for the pool');
    }
  }
  refuse(worker, 'cpu (millicores) and memory (MiB)', [demand.cpuMillis, demand.memoryMib], `both to fit one of ${most.map(({ instanceType }) => instanceType).join(', ')}`,
    'lower one, or choose other machines for the pool');
}

/** One worker's part of a machine, in full. */
export function shareOf(shape: GpuInstance, gpus: number): SlotShare {
  return { cpuMillis: shape.vcpu * 1000 * gpus / shape.gpuCount, memoryMib: shape.memoryMib * gpus / shape.gpuCount };
}

/** The most that a worker can ask of its part. */
export function mostOf(shape: GpuInstance, gpus: number): SlotShare {
  const { cpuMillis, memoryMib } = shareOf(shape, gpus);
  return { cpuMillis: Math.floor(cpuMillis * ALLOCATABLE), memoryMib: Math.floor(memoryMib * ALLOCATABLE) };
}

/** What a machine costs a worker, by the hour; nothing where no price is known. */
export function slotPrice(shape: GpuInstance, gpus: number): number | undefined {
  return shape.onDemandUsdPerHour === undefined ? undefined : shape.onDemandUsdPerHour * gpus / shape.gpuCount;
}

function ofTheGpu({ catalogue, gpu }: ShapeSelection): readonly GpuInstance[] {
  return catalogue._instances.filter((instance) => gpu._admits(instance));
}

/** Those of them that have the pool's count, are wanted, have the disks, and can be sliced. */
function ofCandidates(selection: ShapeSelection): readonly GpuInstance[] {
  const { gpusPerNode, instanceTypes, localNvmeGib, slice } = selection;
  return ofTheGpu(selection).filter((shape) =>
    shape.gpuCount === gpusPerNode && (instanceTypes?.includes(shape.instanceType) ?? true)
    && nvmeGib(shape) >= localNvmeGib && slice?._misfit(shape) === undefined);
}

/** One image runs on one architecture: amd64 where both have the GPU. */
function archOf(selection: ShapeSelection): string {
  const found = ofCandidates(selection).map(({ arch }) => arch);
  return found.includes('amd64') ? 'amd64' : found[0];
}

function unsuited(selection: ShapeSelection, demand: SlotDemand, arch: string, shape: GpuInstance): string | undefined {
  const { gpusPerNode, instanceTypes, localNvmeGib, sizeOf, slice } = selection;
  if (shape.gpuCount !== gpusPerNode) {
    return `${shape.gpuCount === 0 ? 'has a fraction of a GPU' : `GPUs of a node: ${shape.gpuCount}`}; the pool's gpusPerNode is ${gpusPerNode}`;
  }
  if (instanceTypes !== undefined && !instanceTypes.includes(shape.instanceType)) {
    return 'is not among instanceTypes';
  }
  const misfit = slice?._misfit(shape);
  if (misfit !== undefined) {
    return misfit;
  }
  if (shape.arch !== arch) {
    return `is ${shape.arch}; the pool is ${arch}`;
  }
  if (nvmeGib(shape) < localNvmeGib) {
    return `has ${Math.floor(nvmeGib(shape))} GiB of local NVMe; the node class asks for ${localNvmeGib}`;
  }
  if (sizeOf !== undefined && (shape.vcpu !== sizeOf.vcpu || shape.memoryMib !== sizeOf.memoryMib)) {
    return `has ${shape.vcpu} CPUs and ${shape.memoryMib} MiB; a group is of one size, that of ${sizeOf.instanceType}`;
  }
  const most = mostOf(shape, demand.gpus);
  if ((demand.cpuMillis ?? 0) > most.cpuMillis) {
    return `has ${most.cpuMillis} millicores for a worker, which asks for ${demand.cpuMillis}`;
  }
  if ((demand.memoryMib ?? 0) > most.memoryMib) {
    return `has ${most.memoryMib} MiB for a worker, which asks for ${demand.memoryMib}`;
  }
  return instanceTypes === undefined && shape.onDemandUsdPerHour === undefined ? 'has no known price' : undefined;
}

function nvmeGib({ localNvmeGb }: GpuInstance): number {
  return localNvmeGb * 1e9 / 2 ** 30;
}

function byPrice(verdicts: readonly Verdict[]): readonly Verdict[] {
  const price = ({ shape }: Verdict) => shape.onDemandUsdPerHour ?? Infinity;
  return [...verdicts].sort((a, b) => (price(a) === price(b) ? a.shape.instanceType.localeCompare(b.shape.instanceType) : price(a) - price(b)));
}
