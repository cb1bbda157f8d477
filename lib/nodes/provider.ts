import { CapacityType } from './capacity-type';
import { GpuInstance } from './catalogue/gpu-instance';
import { InstanceCatalogue } from './instance-catalogue';

/** What a pool has to know of the Karpenter provider behind its node class. */
export interface Provider {
  /** API group of its node classes. */
  readonly group: string;
  readonly capacityTypes: readonly CapacityType[];
  catalogue(): InstanceCatalogue;
  /** The provider's own labels that the machines carry, by key; beside the instance type, which says it all, they are for the reader. */
  labels(shapes: readonly GpuInstance[]): { readonly [key: string]: readonly (string | number)[] };
}

const ANY = [CapacityType.RESERVED, CapacityType.SPOT, CapacityType.ON_DEMAND];

function awsLabels(shapes: readonly GpuInstance[]): { readonly [key: string]: readonly (string | number)[] } {
  return {
    'karpenter.k8s.aws/instance-gpu-manufacturer': ['nvidia'],
    'karpenter.k8s.aws/instance-gpu-name': shapes.map(({ gpuName }) => gpuName),
    'karpenter.k8s.aws/instance-gpu-count': shapes.map(({ gpuCount }) => gpuCount),
  };
}

export const AWS: Provider = { group: 'karpenter.k8s.aws', capacityTypes: ANY, catalogue: () => InstanceCatalogue.aws(), labels: awsLabels };

/** Fake machines: those of AWS, in a rehearsal. */
export const KWOK: Provider = { ...AWS, group: 'karpenter.kwok.sh' };

export const AZURE: Provider = {
  group: 'karpenter.azure.com',
  capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
  catalogue: () => InstanceCatalogue.azure(),
  labels: (shapes) => ({
    'karpenter.azure.com/sku-gpu-manufacturer': ['nvidia'],
    'karpenter.azure.com/sku-gpu-count': shapes.map(({ gpuCount }) => gpuCount),
  }),
};

export const GOOGLE: Provider = {
  group: 'karpenter.k8s.gcp',
  capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
  catalogue: () => InstanceCatalogue.google(),
  // The provider sets no manufacturer, and in its label for the GPU count it counts the kinds: 1 for a machine with 8 GPUs.
  labels: () => ({}),
};

export const PROVIDERS = [AWS, AZURE, GOOGLE, KWOK];
