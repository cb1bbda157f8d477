/** The machines that Karpenter's kwok provider offers in the scenarios: those of the GPU catalogue, and one without a GPU. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AWS_GPU_INSTANCES, AwsGpuInstance } from '../../../lib/nodes/catalogue/aws-gpu-instances';

/** A machine that CPU pods could have. */
const CPU_INSTANCE = { instanceType: 'm7i.xlarge', vcpu: 4, memoryMib: 16384, arch: 'amd64', onDemandUsdPerHour: 0.2016 } as const;

/** Writes the file that `ControlPlaneOptions.instanceTypesFile` names; it goes when this process ends. */
export function writeInstanceTypes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-types-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'instance-types.json');
  const gpuTypes = AWS_GPU_INSTANCES.filter(({ gpuCount, onDemandUsdPerHour }) => gpuCount > 0 && onDemandUsdPerHour !== undefined);
  writeFileSync(file, JSON.stringify([CPU_INSTANCE, ...gpuTypes].map(kwokInstanceType)));
  return file;
}

/** Dollars an hour of machines, at the catalogue's list price. */
export function usdPerHour(instanceTypes: readonly string[]): number {
  return instanceTypes.reduce((sum, type) => {
    const price = AWS_GPU_INSTANCES.find(({ instanceType }) => instanceType === type)?.onDemandUsdPerHour;
    if (price === undefined) {
      throw new Error(`the catalogue has no price of ${type}`);
    }
    return sum + price;
  }, 0);
}

function kwokInstanceType(machine: AwsGpuInstance | typeof CPU_INSTANCE): object {
  const { instanceType, vcpu, memoryMib, arch, onDemandUsdPerHour } = machine;
  const oneOf = (key: string, value: string): object => ({ key, operator: 'In', values: [value] });
  const gpuLabel = (label: string): string => `karpenter.k8s.aws/instance-gpu-${label}`;
  const gpu = 'gpuCount' in machine
    ? [oneOf(gpuLabel('name'), machine.gpuName), oneOf(gpuLabel('manufacturer'), 'nvidia'), oneOf(gpuLabel('count'), String(machine.gpuCount)),
      oneOf(gpuLabel('memory'), String(machine.gpuMemoryMib))]
    // Karpenter compares only labels that both sides know: a machine without a GPU has to say so.
    : ['name', 'manufacturer', 'count', 'memory'].map((label) => ({ key: gpuLabel(label), operator: 'DoesNotExist' }));
  return {
    name: instanceType,
    architecture: arch,
    operatingSystems: ['linux'],
    resources: {
      'cpu': String(vcpu),
      'memory': `${memoryMib}Mi`,
      'ephemeral-storage': '200Gi',
      'pods': '110',
      ...'gpuCount' in machine ? { 'nvidia.com/gpu': String(machine.gpuCount) } : {},
    },
    offerings: [{
      Price: onDemandUsdPerHour,
      Available: true,
      Requirements: [
        oneOf('karpenter.sh/capacity-type', 'on-demand'), oneOf('topology.kubernetes.io/zone', 'us-east-1a'),
        oneOf('karpenter.k8s.aws/instance-family', instanceType.split('.')[0]), ...gpu,
      ],
    }],
  };
}
