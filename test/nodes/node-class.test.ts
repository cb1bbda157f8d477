import { Duration, Size } from 'cdk8s';
import { AzureImageFamily, CapacityType, Gpu, GpuNodePoolProps, NodeClass, NodeDisk } from '../../lib';
import { newChart, newPool, newWorker, requirement, Synthesized } from '../support/synth';

describe('NodeClass', () => {
  test('aws', () => {
    const chart = newChart();
    const pool = newPool(chart, { nodeClass: NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' }) });
    const nodeClass = new Synthesized(chart).one('EC2NodeClass');
    expect(nodeClass).toMatchSnapshot();
    expect(pool.nodeClassReference).toEqual({ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: nodeClass.metadata.name });
    expect(new Synthesized(chart).one('NodePool').spec.template.spec.nodeClassRef).toEqual(pool.nodeClassReference);
  });

  test('aws selects the reservations, which reserved capacity needs', () => {
    const chart = newChart();
    const options = { role: 'r', discoveryTag: 'd' };
    newPool(chart, { nodeClass: NodeClass.aws({ ...options, capacityReservationIds: ['cr-0a1', 'cr-0b2'] }), capacityTypes: [CapacityType.RESERVED] });
    expect(new Synthesized(chart).one('EC2NodeClass').spec.capacityReservationSelectorTerms).toEqual([{ id: 'cr-0a1' }, { id: 'cr-0b2' }]);
    expect(() => newPool(newChart(), { nodeClass: NodeClass.aws(options), tiers: [{ capacityType: CapacityType.RESERVED }] })).toThrow(
      'capacityReservationIds: got nothing; expected the reservations that the pool buys from; set it on the node class');
  });

  test('aws passes user data on', () => {
    const chart = newChart();
    const userData = '[settings.kubelet-device-plugins.nvidia]\ndevice-sharing-strategy = "time-slicing"\n';
    newPool(chart, { nodeClass: NodeClass.aws({ role: 'r', discoveryTag: 'd', userData }) });
    expect(new Synthesized(chart).one('EC2NodeClass').spec.userData).toBe(userData);
    expect(() => newPool(newChart(), { nodeClass: NodeClass.aws({ role: 'r', discoveryTag: 'd', userData: ' ' }) })).toThrow(
      'userData: got " "; expected a non-empty string; set userData');
  });

  test('kwok, with and without a delay', () => {
    const chart = newChart();
    newPool(chart, { nodeClass: NodeClass.kwok({ nodeRegistrationDelay: Duration.minutes(1) }) });
    expect(new Synthesized(chart).one('KWOKNodeClass').spec).toEqual({ nodeRegistrationDelay: '60s' });
  });

  test('one that exists already', () => {
    const chart = newChart();
    const reference = { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'gpu' };
    newPool(chart, { nodeClass: NodeClass.fromReference(reference) });
    const { objects } = new Synthesized(chart);
    expect(objects).toHaveLength(1);
    expect(objects[0].spec.template.spec.nodeClassRef).toEqual(reference);
  });

  test.each([
    [{ group: 'karpenter.oci', kind: 'OCINodeClass', name: 'gpu' },
      'NodeClass.fromReference: group: got "karpenter.oci"; expected one of karpenter.k8s.aws, karpenter.azure.com, karpenter.k8s.gcp, karpenter.kwok.sh; write'],
    [{ group: 'karpenter.k8s.aws', kind: '', name: 'gpu' }, 'kind: got ""; expected a non-empty string; set kind'],
    [{ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: ' ' }, 'name: got ""'],
  ])('refuses the reference %j', (reference, message) => {
    expect(() => NodeClass.fromReference(reference)).toThrow(message);
  });

  test('azure', () => {
    const chart = newChart();
    const subnetId = '/subscriptions/0/resourceGroups/ml/providers/Microsoft.Network/virtualNetworks/v/subnets/gpu';
    const nodeClass = NodeClass.azure({ imageFamily: AzureImageFamily.AZURE_LINUX, disk: NodeDisk.of(Size.gibibytes(300)), subnetId, tags: { team: 'ml' } });
    const pool = newPool(chart, { nodeClass, gpu: Gpu.A100 });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('AKSNodeClass')).toEqual({
      apiVersion: 'karpenter.azure.com/v1beta1',
      kind: 'AKSNodeClass',
      metadata: { name: pool.nodeClassReference.name },
      spec: { imageFamily: 'AzureLinux', osDiskSizeGB: 300, gpu: { mode: 'Driver' }, vnetSubnetID: subnetId, tags: { team: 'ml' } },
    });
    const nodePool = synthesized.one('NodePool');
    expect(nodePool.spec.template.spec.nodeClassRef).toMatchObject({ group: 'karpenter.azure.com', kind: 'AKSNodeClass' });
    expect(requirement(nodePool, 'node.kubernetes.io/instance-type')).toEqual(['Standard_NC24ads_A100_v4']);
    expect(requirement(nodePool, 'karpenter.azure.com/sku-gpu-manufacturer')).toEqual(['nvidia']);
    expect(requirement(nodePool, 'karpenter.azure.com/sku-gpu-count')).toEqual(['1']);
    expect(requirement(nodePool, 'karpenter.k8s.aws/instance-gpu-name')).toBeUndefined();
    expect(pool.describe().prices).toBe('Azure pay-as-you-go list prices of eastus, 2026-06-18');
  });

  test('google', () => {
    const chart = newChart();
    const nodeClass = NodeClass.google({ imageVersion: '121.18867.90.4', serviceAccount: 'gpu@ml.iam.gserviceaccount.com', diskCategory: 'pd-ssd' });
    const pool = newPool(chart, { nodeClass, gpu: Gpu.L4 });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('GCENodeClass')).toEqual({
      apiVersion: 'karpenter.k8s.gcp/v1alpha1',
      kind: 'GCENodeClass',
      metadata: { name: pool.nodeClassReference.name },
      spec: {
        imageSelectorTerms: [{ family: 'ContainerOptimizedOS', version: '121.18867.90.4' }],
        disks: [{ boot: true, category: 'pd-ssd', sizeGiB: 200 }],
        gpuDriverVersion: 'default',
        autoGPUTaint: true,
        serviceAccount: 'gpu@ml.iam.gserviceaccount.com',
      },
    });
    const nodePool = synthesized.one('NodePool');
    expect(requirement(nodePool, 'node.kubernetes.io/instance-type')).toEqual(['g2-standard-4', 'g2-standard-8', 'g2-standard-12', 'g2-standard-16']);
    // The provider's labels for GPUs are missing or wrong for some machines; a requirement of one would filter those out.
    expect(nodePool.spec.template.spec.requirements.filter(({ key }: any) => key.startsWith('karpenter.k8s.gcp/'))).toEqual([]);
  });

  describe('zones', () => {
    const inZone = (nodeClass: NodeClass, gpu: Gpu, zone: string) => () => newPool(newChart(), { nodeClass, gpu, zones: [zone] });
    const aws = NodeClass.aws({ role: 'r', discoveryTag: 'd' });

    test.each([
      [aws, Gpu.L4, 'us-east-1', 'us-east-1a'],
      [aws, Gpu.L4, 'us-gov-west-1', 'us-west-2-lax-1a'],
      [NodeClass.google(), Gpu.L4, 'europe-west4', 'europe-west4-b'],
      [NodeClass.azure(), Gpu.T4, 'westeurope', 'westeurope-1'],
      [NodeClass.azure(), Gpu.T4, 'westus2', 'westus2-3'],
    ])('%# are no regions', (nodeClass, gpu, region, zone) => {
      expect(inZone(nodeClass, gpu, region)).toThrow(new RegExp(`zones: got "${region}"; expected a zone such as .*, and no region; name the zones`));
      expect(inZone(nodeClass, gpu, zone)).not.toThrow();
    });

    test('of fake machines may be called anything', () => {
      expect(inZone(NodeClass.kwok(), Gpu.L4, 'test-zone-a')).not.toThrow();
    });
  });

  describe('the boot disk of google', () => {
    const category = (diskCategory: string | undefined, props: Partial<GpuNodePoolProps>) => {
      const chart = newChart();
      newPool(chart, { nodeClass: NodeClass.google({ diskCategory }), ...props });
      return new Synthesized(chart).one('GCENodeClass').spec.disks[0].category;
    };
    const ultra = { gpu: Gpu.H200, gpusPerNode: 8, instanceTypes: ['a3-ultragpu-8g'] };

    test('is one that the machines know', () => {
      expect(category(undefined, { gpu: Gpu.L4 })).toBe('pd-balanced');
      expect(category(undefined, ultra)).toBe('hyperdisk-balanced');
      expect(category('hyperdisk-balanced', ultra)).toBe('hyperdisk-balanced');
    });

    test('is refused if it is none', () => {
      const message = 'expected "hyperdisk-balanced", because a3-ultragpu-8g know no other; set it, or choose other machines: one node class has one kind of disk';
      expect(() => category('pd-ssd', ultra)).toThrow(`chart/gpus: diskCategory: got "pd-ssd"; ${message}`);
      const mixed = { gpu: Gpu.withMemory(Size.gibibytes(80)), gpusPerNode: 8, instanceTypes: ['a3-highgpu-8g', 'a3-ultragpu-8g'] };
      expect(() => category(undefined, mixed)).toThrow(`chart/gpus: diskCategory: got nothing; ${message}`);
      expect(category('hyperdisk-balanced', mixed)).toBe('hyperdisk-balanced');
    });
  });

  test('google follows the version of the cluster by default', () => {
    const chart = newChart();
    newPool(chart, { nodeClass: NodeClass.google(), gpu: Gpu.L4 });
    expect(new Synthesized(chart).one('GCENodeClass').spec.imageSelectorTerms).toEqual([{ family: 'ContainerOptimizedOS', channel: 'cluster' }]);
  });

  test.each([
    [NodeClass.azure(), { gpu: Gpu.ofFamily('NCas_T4_v3') }, ['Standard_NC4as_T4_v3', 'Standard_NC8as_T4_v3']],
    [NodeClass.azure(), { gpu: Gpu.H200, gpusPerNode: 8, instanceTypes: ['Standard_ND96isr_H200_v5'] }, ['Standard_ND96isr_H200_v5']],
    [NodeClass.google(), { gpu: Gpu.ofFamily('a3'), gpusPerNode: 8 }, ['a3-highgpu-8g']],
    [NodeClass.google(), { gpu: Gpu.withMemory(Size.gibibytes(80)) }, ['a2-ultragpu-1g']],
    [NodeClass.fromReference({ group: 'karpenter.k8s.gcp', kind: 'GCENodeClass', name: 'gpu' }), { gpu: Gpu.A100, gpusPerNode: 16 }, ['a2-megagpu-16g']],
  ])('%# %j admits %j', (nodeClass, props, types) => {
    expect(newPool(newChart(), { nodeClass, maxGpus: 32, ...props }).instanceTypes).toEqual(types);
  });

  test.each([
    [{ nodeClass: NodeClass.azure(), gpu: Gpu.T4, capacityTypes: [CapacityType.RESERVED] },
      'capacityTypes: got "reserved"; expected what karpenter.azure.com offers (spot, on-demand); remove it'],
    [{ nodeClass: NodeClass.google(), gpu: Gpu.L4, tiers: [{ capacityType: CapacityType.RESERVED }] }, 'got "reserved"'],
    [{ nodeClass: NodeClass.google(), gpu: Gpu.H200, gpusPerNode: 8 },
      'instanceTypes: got nothing; expected types to choose, because no price is known of a3-ultragpu-8g; set instanceTypes, or give prices'],
    [{ nodeClass: NodeClass.azure(), gpu: Gpu.L4 }, 'gpu: got "l4"; expected a GPU of the catalogue (t4, a10, a100, h100, h200)'],
    [{ nodeClass: NodeClass.azure({ disk: NodeDisk.of(Size.gibibytes(29)) }), gpu: Gpu.T4 }, 'disk (GiB): got 29; expected a whole number from 30 to 2048'],
    [{ nodeClass: NodeClass.azure({ disk: NodeDisk.of(Size.mebibytes(102_401)) }), gpu: Gpu.T4 }, 'disk (GiB): got 100.0009765625'],
    [{ nodeClass: NodeClass.azure({ subnetId: 'gpu' }), gpu: Gpu.T4 }, 'subnetId: got "gpu"; expected a resource id'],
    [{ nodeClass: NodeClass.google({ disk: NodeDisk.of(Size.gibibytes(9)) }), gpu: Gpu.L4 }, 'disk (GiB): got 9; expected a whole number of at least 10'],
    [{ nodeClass: NodeClass.google({ imageVersion: 'latest' }), gpu: Gpu.L4 }, 'imageVersion: got "latest"; expected a version such as'],
    [{ nodeClass: NodeClass.google({ diskCategory: 'local-ssd' }), gpu: Gpu.L4 }, 'diskCategory: got "local-ssd"; expected one of pd-balanced'],
    [{ nodeClass: NodeClass.google({ serviceAccount: 'me@example.com' }), gpu: Gpu.L4 }, 'serviceAccount: got "me@example.com"'],
  ])('refuses what the provider does not have: %#', (props, message) => {
    expect(() => newPool(newChart(), props)).toThrow(message);
  });

  test('al2023 keeps everything on its root volume', () => {
    const chart = newChart();
    newPool(chart, { nodeClass: NodeClass.aws({ role: 'r', discoveryTag: 'd', amiAlias: 'al2023@v20260828' }) });
    expect(new Synthesized(chart).one('EC2NodeClass').spec.blockDeviceMappings[0].deviceName).toBe('/dev/xvda');
  });

  test.each([
    [{ role: 'r', discoveryTag: 'd', capacityReservationIds: ['odcr'] }, 'capacityReservationIds: got "odcr"; expected ids such as cr-'],
    [{ role: '', discoveryTag: 'ml' }, 'role: got ""; expected a non-empty string'],
    [{ role: 'arn:aws:iam::111122223333:role/karpenter/nodes', discoveryTag: 'd' },
      'chart/gpus: role: got "arn:aws:iam::111122223333:role/karpenter/nodes"; expected the name of an IAM role, without its ARN and path; write "nodes"'],
    [{ role: 'my role', discoveryTag: 'd' }, 'role: got "my role"; expected the name of an IAM role, without its ARN and path; correct it'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'botlerocket@v1.63.0' },
      'amiAlias: got "botlerocket@v1.63.0"; expected an alias of one of the families bottlerocket, al2023, al2, which run Linux; correct the part before the @'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'windows2022@v1' }, 'amiAlias: got "windows2022@v1"'],
    [{ role: 'r', discoveryTag: ' ' }, 'discoveryTag: got " "'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'bottlerocket@latest' }, 'amiAlias: got "bottlerocket@latest"; expected a pinned alias'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'bottlerocket' }, 'amiAlias: got "bottlerocket"'],
    [{ role: 'r', discoveryTag: 'd', diskThroughput: 751 }, 'diskThroughput: got 751; expected a whole number from 125 to 750'],
  ])('aws refuses %j', (options, message) => {
    expect(() => newPool(newChart(), { nodeClass: NodeClass.aws(options) })).toThrow(message);
  });

  describe('disk', () => {
    const aws = (options: object) => NodeClass.aws({ role: 'r', discoveryTag: 'd', ...options });
    const awsDisk = (disk: NodeDisk) => {
      const chart = newChart();
      newPool(chart, { nodeClass: aws({ disk }) });
      return new Synthesized(chart).one('EC2NodeClass').spec;
    };

    test.each([
      [{ images: Size.gibibytes(15) }, '56Gi'],
      [{ images: Size.gibibytes(15), models: Size.gibibytes(16) }, '74Gi'],
      [{ images: Size.gibibytes(15), models: Size.gibibytes(140), scratch: Size.gibibytes(40) }, '245Gi'],
      [{ images: Size.mebibytes(1536), scratch: Size.gibibytes(0) }, '30Gi'],
    ])('for %j: twice the images, the models, the scratch and 10 GiB, of which the kubelet keeps a tenth free', (content, size) => {
      expect(awsDisk(NodeDisk.forContent(content)).blockDeviceMappings[0].ebs.volumeSize).toBe(size);
    });

    test('local NVMe takes its place, on machines that have room on it', () => {
      const chart = newChart();
      const disk = NodeDisk.localNvme({ images: Size.gibibytes(15), models: Size.gibibytes(200) });
      const pool = newPool(chart, { nodeClass: aws({ disk }), gpu: Gpu.A10G });
      const { spec } = new Synthesized(chart).one('EC2NodeClass');
      expect(spec.instanceStorePolicy).toBe('RAID0');
      expect(spec.blockDeviceMappings).toBeUndefined();
      expect(pool.instanceTypes).toEqual(['g5.2xlarge', 'g5.4xlarge']);
      expect(pool.describe().excluded).toContainEqual(
        { instanceType: 'g5.xlarge', reason: 'has 232 GiB of local NVMe; the node class asks for 278' });
    });

    test('has to have room for what the workers write', () => {
      const worker = (ephemeralStorage: Size) => {
        const chart = newChart();
        const nodePool = newPool(chart, { nodeClass: aws({ disk: NodeDisk.of(Size.gibibytes(50)) }), gpusPerNode: 4 });
        return newWorker(chart, { nodePool, ephemeralStorage, maxReplicas: 4 });
      };
      worker(Size.gibibytes(9));
      expect(() => worker(Size.mebibytes(9217))).toThrow(
        "chart/worker: ephemeralStorage (MiB): got 9217; expected at most 9216, what the node's disk of 50 GiB has for it; lower it, or enlarge");
    });

    test('without it, nothing is said of the instance store', () => {
      expect(awsDisk(NodeDisk.of(Size.gibibytes(100)))).not.toHaveProperty('instanceStorePolicy');
    });

    test.each([
      [{ nodeClass: aws({ disk: NodeDisk.localNvme({ images: Size.gibibytes(1000) }) }) },
        'disk (GiB of local NVMe): got 2245; expected at most 1769, the most that a machine with 1 a10g has; use NodeDisk.forContent'],
      [{ nodeClass: aws({ disk: NodeDisk.localNvme({ images: Size.gibibytes(1) }) }), gpu: Gpu.T4G }, 'got 30; expected at most 0'],
      [{ nodeClass: aws({ disk: NodeDisk.localNvme({ images: Size.gibibytes(1) }), diskThroughput: 600 }) }, 'diskThroughput: got 600; expected nothing'],
      [{ nodeClass: aws({ disk: NodeDisk.of(Size.gibibytes(16_385)) }) }, 'disk (GiB): got 16385; expected a whole number from 1 to 16384'],
      [{ nodeClass: aws({ disk: NodeDisk.of(Size.mebibytes(1)) }) }, 'disk (GiB): got 0.0009765625'],
    ])('refuses %#', (props, message) => {
      expect(() => newPool(newChart(), props)).toThrow(message);
    });

    test('that is local is refused where the provider does not set it up', () => {
      const disk = NodeDisk.localNvme({ images: Size.gibibytes(1) });
      expect(() => NodeClass.azure({ disk })).toThrow('NodeClass.azure: disk: got NodeDisk.localNvme; expected a network disk');
      expect(() => NodeClass.google({ disk })).toThrow('NodeClass.google: disk: got NodeDisk.localNvme');
    });
  });
});
