/** The machines that Karpenter's kwok provider offers in a rehearsal: those of the GPU catalogue, and some without a GPU. */
import { AWS_GPU_INSTANCES } from '../../../lib/nodes/catalogue/aws-gpu-instances';
import { GpuInstance } from '../../../lib/nodes/catalogue/gpu-instance';

/** A machine without a GPU. */
interface CpuInstance {
  readonly instanceType: string;
  readonly vcpu: number;
  readonly memoryMib: number;
  readonly arch: string;
  readonly onDemandUsdPerHour: number;
}

const CPU_INSTANCES: readonly CpuInstance[] = [
  { instanceType: 'm7i.xlarge', vcpu: 4, memoryMib: 16384, arch: 'amd64', onDemandUsdPerHour: 0.2016 },
  { instanceType: 'm7i.4xlarge', vcpu: 16, memoryMib: 65536, arch: 'amd64', onDemandUsdPerHour: 0.8064 },
];

/** Spot prices move; this part of the list price is a fair guess for comparing. */
const SPOT_PART = 0.4;

const ZONES = ['us-east-1a', 'us-east-1b'];

/** What is offered: whole GPUs with a list price. */
const OFFERED = [
  ...CPU_INSTANCES,
  ...AWS_GPU_INSTANCES.filter(({ gpuCount, onDemandUsdPerHour }) => gpuCount > 0 && onDemandUsdPerHour !== undefined),
];

/**
 * Renders the file that `ControlPlaneOptions.instanceTypesFile` names. Fractional GPUs and types without a list price are left out.
 *
 * @param zones further zones that they are offered in
 */
export function renderInstanceTypes(zones: readonly string[] = []): string {
  const all = [...new Set([...ZONES, ...zones])];
  return JSON.stringify(OFFERED.map((machine) => kwokInstanceType(machine, all)));
}

/** Whether a type is offered. */
export function isInstanceType(name: string): boolean {
  return OFFERED.some(({ instanceType }) => instanceType === name);
}

/**
 * The price of a machine, in dollars an hour.
 *
 * @throws Error if the catalogue has none
 */
export function usdPerHour(instanceType: string, capacityType: string = 'on-demand'): number {
  const price = [...AWS_GPU_INSTANCES, ...CPU_INSTANCES].find((machine) => machine.instanceType === instanceType)?.onDemandUsdPerHour;
  if (price === undefined) {
    throw new Error(`the catalogue has no price of ${instanceType}`);
  }
  return capacityType === 'spot' ? price * SPOT_PART : price;
}

/** The GPUs of a machine; 0 for one that the catalogue does not know. */
export function gpusOf(instanceType: string): number {
  return AWS_GPU_INSTANCES.find((machine) => machine.instanceType === instanceType)?.gpuCount ?? 0;
}

function kwokInstanceType(machine: GpuInstance | CpuInstance, zones: readonly string[]): object {
  const { instanceType, vcpu, memoryMib, arch } = machine;
  return {
    name: instanceType,
    architecture: arch,
    operatingSystems: ['linux'],
    resources: {
      'cpu': String(vcpu),
      'memory': `${memoryMib}Mi`,
      'ephemeral-storage': '200Gi',
      'pods': '110',
      ...('gpuCount' in machine ? { 'nvidia.com/gpu': String(machine.gpuCount) } : {}),
    },
    offerings: ['on-demand', 'spot'].flatMap((capacityType) => zones.map((zone) => ({
      Price: usdPerHour(instanceType, capacityType),
      Available: true,
      Requirements: [
        oneOf('karpenter.sh/capacity-type', capacityType),
        oneOf('topology.kubernetes.io/zone', zone),
        ...shapeLabels(machine),
        ...gpuLabels(machine),
      ],
    }))),
  };
}

/** The labels of the AWS provider by which NodePools choose: those of a name such as `g5.xlarge`, and sizes. */
function shapeLabels(machine: GpuInstance | CpuInstance): object[] {
  const key = (label: string) => `karpenter.k8s.aws/instance-${label}`;
  const [family, size] = machine.instanceType.split('.');
  const [, category, generation] = /^([a-z]+)(\d+)/.exec(family)!;
  const nvme = 'localNvmeGb' in machine ? machine.localNvmeGb : 0;
  return [
    oneOf(key('category'), category), oneOf(key('generation'), generation), oneOf(key('family'), family), oneOf(key('size'), size),
    oneOf(key('cpu'), String(machine.vcpu)), oneOf(key('memory'), String(machine.memoryMib)),
    nvme > 0 ? oneOf(key('local-nvme'), String(nvme)) : { key: key('local-nvme'), operator: 'DoesNotExist' },
  ];
}

/** Karpenter compares only labels that both sides know: a machine without a GPU has to say so. */
function gpuLabels(machine: GpuInstance | CpuInstance): object[] {
  const key = (label: string) => `karpenter.k8s.aws/instance-gpu-${label}`;
  if (!('gpuCount' in machine)) {
    return ['name', 'manufacturer', 'count', 'memory'].map((label) => ({ key: key(label), operator: 'DoesNotExist' }));
  }
  return [
    oneOf(key('name'), machine.gpuName), oneOf(key('manufacturer'), 'nvidia'),
    oneOf(key('count'), String(machine.gpuCount)), oneOf(key('memory'), String(machine.gpuMemoryMib)),
  ];
}

function oneOf(key: string, value: string): object {
  return { key, operator: 'In', values: [value] };
}
