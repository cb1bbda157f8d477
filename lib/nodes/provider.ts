import { Construct } from 'constructs';
import { CapacityType } from './capacity-type';
import { GpuInstance } from './catalogue/gpu-instance';
import { InstanceCatalogue } from './instance-catalogue';
import { refuse } from '../private/refuse';

/** What a pool has to know of the Karpenter provider behind its node class. */
export interface Provider {
  /** API group of its node classes. */
  readonly group: string;
  readonly capacityTypes: readonly CapacityType[];
  /** What a region is called, and one of its zones; absent where zones may be called anything. */
  readonly places?: { readonly region: RegExp; readonly zone: string };
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

const EC2 = { capacityTypes: ANY, catalogue: () => InstanceCatalogue.aws(), labels: awsLabels };

export const AWS: Provider = { ...EC2, group: 'karpenter.k8s.aws', places: { region: /^[a-z]+(-[a-z]+)+-\d+$/, zone: 'eu-central-1a' } };

/** Fake machines: those of AWS, in a rehearsal. */
export const KWOK: Provider = { ...EC2, group: 'karpenter.kwok.sh' };

export const AZURE: Provider = {
  group: 'karpenter.azure.com',
  capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
  catalogue: () => InstanceCatalogue.azure(),
  places: { region: /^[a-z]+\d*$/, zone: 'westeurope-1' },
  labels: (shapes) => ({
    'karpenter.azure.com/sku-gpu-manufacturer': ['nvidia'],
    'karpenter.azure.com/sku-gpu-count': shapes.map(({ gpuCount }) => gpuCount),
  }),
};

export const GOOGLE: Provider = {
  group: 'karpenter.k8s.gcp',
  capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
  catalogue: () => InstanceCatalogue.google(),
  places: { region: /^[a-z]+-[a-z]+\d+$/, zone: 'europe-west4-a' },
  // The provider sets no manufacturer, and in its label for the GPU count it counts the kinds: 1 for a machine with 8 GPUs.
  labels: () => ({}),
};

export const PROVIDERS = [AWS, AZURE, GOOGLE, KWOK];

/** Refuses zones that no node could be in. */
export function requireZones(scope: Construct, { places }: Provider, zones: readonly string[] | undefined): void {
  if (zones?.length === 0) {
    refuse(scope, 'zones', zones, 'at least one', 'leave it out for all zones');
  }
  const region = zones?.find((zone) => zone.trim() === '' || places?.region.test(zone));
  if (region !== undefined) {
    refuse(scope, 'zones', region, `a zone such as ${places?.zone ?? 'zone-a'}, and no region`, 'name the zones, or leave it out for all of them');
  }
}
