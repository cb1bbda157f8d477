import { nearest } from './nearest';

/** What Karpenter knows of a machine whoever makes it. */
const OF_ALL = [
  'karpenter.sh/capacity-type', 'kubernetes.io/arch', 'kubernetes.io/os', 'node.kubernetes.io/instance-type', 'node.kubernetes.io/windows-build',
  'topology.kubernetes.io/region', 'topology.kubernetes.io/zone',
];

/** The names of the labels that AWS' machines have, those of EKS Auto Mode too. */
const OF_AWS = [
  'instance-category', 'instance-family', 'instance-generation', 'instance-size', 'instance-cpu', 'instance-cpu-manufacturer',
  'instance-cpu-sustained-clock-speed-mhz', 'instance-memory', 'instance-ebs-bandwidth', 'instance-network-bandwidth', 'instance-local-nvme',
  'instance-gpu-name', 'instance-gpu-manufacturer', 'instance-gpu-count', 'instance-gpu-memory', 'instance-accelerator-name',
  'instance-accelerator-manufacturer', 'instance-accelerator-count', 'instance-hypervisor', 'instance-encryption-in-transit-supported',
  'instance-capability-flex', 'instance-tenancy', 'capacity-reservation-id', 'capacity-reservation-type', 'capacity-reservation-interruptible',
  'placement-group-id', 'placement-group-partition', 'ec2nodeclass',
];

/** The API group of the node class of EKS Auto Mode. */
export const EKS_AUTO_MODE = 'eks.amazonaws.com';

/** The names of the labels of a provider's own domain, which is also the API group of its node class. */
export const PROVIDER_LABELS: { readonly [domain: string]: readonly string[] } = {
  'karpenter.k8s.aws': OF_AWS,
  [EKS_AUTO_MODE]: OF_AWS,
  'karpenter.azure.com': [
    'sku-name', 'sku-family', 'sku-series', 'sku-version', 'sku-cpu', 'sku-memory', 'sku-networking-accelerated', 'sku-storage-premium-capable',
    'sku-storage-ephemeralos-maxsize', 'sku-gpu-name', 'sku-gpu-manufacturer', 'sku-gpu-count', 'placement-scope', 'sku-hyperv-generation', 'aksnodeclass',
  ],
  'karpenter.k8s.gcp': [
    'instance-category', 'instance-family', 'instance-shape', 'instance-generation', 'instance-size', 'instance-cpu', 'instance-cpu-model',
    'instance-memory', 'instance-gpu-name', 'instance-gpu-manufacturer', 'instance-gpu-count', 'instance-gpu-memory', 'gcenodeclass',
  ],
};

/** Domains in which the label of somebody else may have any name. */
const SHARED = [EKS_AUTO_MODE];

/** Domains in which nobody makes up labels of his own for machines. */
const NOT_OF_USERS = /(^|\.)(kubernetes\.io|k8s\.io|k8s\.aws|amazonaws\.com|karpenter\.sh)$/;

/** Labels of Karpenter's own domain, of which pools may ask for the capacity type alone, and the name of one machine. */
const RESERVED = /^(kubernetes\.io\/hostname$|([\w.-]+\.)?karpenter\.sh\/(?!capacity-type$))/;

/** Other names of zones, regions, architectures and types, which Karpenter or a provider takes for those above. */
const SYNONYMS = /^((failure-domain\.)?beta\.kubernetes\.io|topology\.[\w.-]+)\//;

/** A label by the name that AWS' own Karpenter has for it: EKS Auto Mode calls the same otherwise. */
export function labelOf(key: string): string {
  return key.replace(/^eks\.amazonaws\.com\/(?=instance-)/, 'karpenter.k8s.aws/');
}

/** Whether the API server refuses a requirement of any pool on a label. */
export function isReserved(key: string): boolean {
  return RESERVED.test(key);
}

/**
 * What to write instead of a label that no machine of a provider has: the label that is meant, or nothing if that cannot be told.
 * `undefined` for labels that machines have, and for those that a user may have made up.
 */
export function labelInsteadOf(key: string, provider: string): { readonly meant?: string } | undefined {
  const [domain, name] = key.split('/');
  const ofProvider = PROVIDER_LABELS[provider]?.map((each) => `${provider}/${each}`);
  if (ofProvider === undefined || name === undefined || SYNONYMS.test(key) || OF_ALL.includes(key) || ofProvider.includes(key)) {
    return undefined;
  }
  const labels = [...OF_ALL, ...ofProvider];
  const isProviders = Object.hasOwn(PROVIDER_LABELS, domain);
  const sameName = NOT_OF_USERS.test(domain) || isProviders ? labels.find((label) => plain(label.split('/')[1]) === plain(name)) : undefined;
  const meant = nearest(key, labels) ?? sameName;
  const refused = isProviders && !SHARED.includes(domain);
  return meant !== undefined || refused ? { meant } : undefined;
}

/** A name as it is meant: `capacityType` is `capacity-type`. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}
