/** The nodes of one provider each, with every option. `Required` makes the type checker refuse an option that is missing here. */
import { App, Chart, Duration, Size } from 'cdk8s';
import { inNamespace } from './synthesize';
import {
  AzureImageFamily, AzureNodeClassOptions, CapacityType, GoogleNodeClassOptions, Gpu, GpuComputeClass, GpuComputeClassProps, GpuNodePool,
  InstanceCatalogue, NodeClass, NodeDisk,
} from 'cdk8s-gpu-autoscaler';

/** By the kind that only the provider's own CRD defines: the app whose objects it has to admit. */
export const PROVIDER_NODES: { readonly [kind: string]: (app: App) => Chart } = {
  AKSNodeClass: inNamespace('azure', azureNodes),
  ComputeClass: inNamespace('gke', computeClasses),
  GCENodeClass: inNamespace('google', googleNodes),
};

const TIERS = [{ capacityType: CapacityType.SPOT, maxGpus: 4 }, { capacityType: CapacityType.ON_DEMAND }];

function azureNodes(chart: Chart): void {
  const options: Required<AzureNodeClassOptions> = {
    imageFamily: AzureImageFamily.AZURE_LINUX,
    disk: NodeDisk.of(Size.gibibytes(2048)),
    subnetId: '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/ml/providers/Microsoft.Network/virtualNetworks/ml/subnets/gpus',
    tags: { team: 'ml' },
  };
  new GpuNodePool(chart, 'defaults', { nodeClass: NodeClass.azure(), gpu: Gpu.T4, maxGpus: 4 });
  new GpuNodePool(chart, 'options', { nodeClass: NodeClass.azure(options), gpu: Gpu.A100, maxGpus: 8, tiers: TIERS, zones: ['westeurope-1'] });
  for (const imageFamily of [AzureImageFamily.UBUNTU, AzureImageFamily.UBUNTU_2204, AzureImageFamily.UBUNTU_2404]) {
    const nodeClass = NodeClass.azure({ imageFamily });
    new GpuNodePool(chart, imageFamily.toLowerCase(), { nodeClass, gpu: Gpu.A100, maxGpus: 4, catalogue: InstanceCatalogue.azure() });
  }
  new GpuNodePool(chart, 'smallest-disk', { nodeClass: NodeClass.azure({ disk: NodeDisk.of(Size.gibibytes(30)) }), gpu: Gpu.H100, maxGpus: 8 });
}

function googleNodes(chart: Chart): void {
  const options: Required<GoogleNodeClassOptions> = {
    imageVersion: '121.18867.90.4',
    disk: NodeDisk.of(Size.gibibytes(10)),
    diskCategory: 'hyperdisk-balanced',
    serviceAccount: 'nodes@ml.iam.gserviceaccount.com',
  };
  new GpuNodePool(chart, 'defaults', { nodeClass: NodeClass.google(), gpu: Gpu.L4, maxGpus: 4 });
  new GpuNodePool(chart, 'options', { nodeClass: NodeClass.google(options), gpu: Gpu.H100, maxGpus: 8, tiers: TIERS, zones: ['us-central1-a'] });
  const ofCompute = NodeClass.google({ diskCategory: 'pd-ssd', serviceAccount: '1234-compute@developer.gserviceaccount.com' });
  new GpuNodePool(chart, 'ssd', { nodeClass: ofCompute, gpu: Gpu.A100, maxGpus: 8 });
}

function computeClasses(chart: Chart): void {
  const options: Required<GpuComputeClassProps> = {
    gpu: Gpu.L4,
    maxGpus: 8,
    gpusPerNode: 1,
    instanceTypes: ['g2-standard-4', 'g2-standard-8'],
    catalogue: InstanceCatalogue.google(),
    maxPriceRatio: 2,
    capacityTypes: [CapacityType.RESERVED, CapacityType.SPOT, CapacityType.ON_DEMAND],
    reservation: { name: 'l4s', project: 'ml' },
    disk: NodeDisk.of(Size.gibibytes(10)),
    consolidationDelay: Duration.minutes(1440),
    zones: ['us-central1-a'],
    metadata: { name: 'full-class', labels: { team: 'ml' }, annotations: { 'example.com/owner': 'ml' } },
  };
  new GpuComputeClass(chart, 'options', options);
  for (const [name, gpu] of Object.entries({ l4: Gpu.L4, a100: Gpu.A100, h100: Gpu.H100 })) {
    new GpuComputeClass(chart, name, { gpu, maxGpus: 8 });
  }
}
