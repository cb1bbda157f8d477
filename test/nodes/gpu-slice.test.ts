import { Size } from 'cdk8s';
import { CapacityType, Gpu, GpuNodePoolProps, GpuSlice, InstanceCatalogue, WarmPool, WarmPoolEngine } from '../../lib';
import { Manifest, newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';

const MIG = GpuSlice.mig('1g.10gb', { perGpu: 7 });
const H100: Partial<GpuNodePoolProps> = { gpu: Gpu.H100, gpusPerNode: 8, maxGpus: 16 };

function containers({ spec, template }: Manifest): Manifest[] {
  return (template ?? spec.template).spec.containers;
}

describe('GpuSlice', () => {
  test.each([
    [MIG, 'nvidia.com/mig-1g.10gb', 7],
    [GpuSlice.mig('1g.10gb.me', { perGpu: 1 }), 'nvidia.com/mig-1g.10gb.me', 1],
    [GpuSlice.mig('3g.40gb', { perGpu: 2 }), 'nvidia.com/mig-3g.40gb', 2],
    [GpuSlice.mig('7g.80gb', { perGpu: 1 }), 'nvidia.com/mig-7g.80gb', 1],
    [GpuSlice.timeSliced({ perGpu: 2 }), 'nvidia.com/gpu', 2],
    [GpuSlice.timeSliced({ perGpu: 4, renameByDefault: false }), 'nvidia.com/gpu', 4],
    [GpuSlice.timeSliced({ perGpu: 4, renameByDefault: true }), 'nvidia.com/gpu.shared', 4],
  ])('%j is the resource %s, %d a GPU', (slice, resource, perGpu) => {
    expect(slice.resourceName).toBe(resource);
    expect(slice.perGpu).toBe(perGpu);
  });

  test.each([
    [() => GpuSlice.mig('10gb', { perGpu: 7 }), 'GpuSlice.mig: profile: got "10gb"; expected a MIG profile such as 1g.10gb or 1g.10gb.me; correct it'],
    [() => GpuSlice.mig('mig-1g.10gb', { perGpu: 7 }), 'profile: got "mig-1g.10gb"'],
    [() => GpuSlice.mig('1g.10gb+me', { perGpu: 1 }), 'profile: got "1g.10gb+me"'],
    [() => GpuSlice.mig('8g.80gb', { perGpu: 1 }), 'profile: got "8g.80gb"'],
    [() => GpuSlice.mig('1g.10gb', { perGpu: 0 }), 'GpuSlice.mig: perGpu: got 0; expected a whole number from 1 to 7; correct it'],
    [() => GpuSlice.mig('1g.10gb', { perGpu: 8 }), 'perGpu: got 8; expected a whole number from 1 to 7'],
    [() => GpuSlice.mig('3g.40gb', { perGpu: 3 }), 'perGpu: got 3; expected a whole number from 1 to 2'],
    [() => GpuSlice.mig('1g.10gb', { perGpu: 1.5 }), 'perGpu: got 1.5'],
    [() => GpuSlice.mig('1g.10gb', { perGpu: 7, config: 'all 1g' }), 'GpuSlice.mig: config: got "all 1g"; expected the value of a label'],
    [() => GpuSlice.timeSliced({ perGpu: 1 }), 'GpuSlice.timeSliced: perGpu: got 1; expected a whole number of at least 2; correct it'],
    [() => GpuSlice.timeSliced({ perGpu: 2.5 }), 'perGpu: got 2.5'],
    [() => GpuSlice.timeSliced({ perGpu: 2, config: '' }), 'GpuSlice.timeSliced: config: got ""'],
  ])('refuses %#', (slice, message) => {
    expect(slice).toThrow(message);
  });
});

describe('a pool of slices', () => {
  test('tells Karpenter how many slices a node will have', () => {
    const chart = newChart();
    const pool = newPool(chart, { ...H100, slice: MIG });
    const overlay = new Synthesized(chart).one('NodeOverlay');
    expect(overlay).toEqual({
      apiVersion: 'karpenter.sh/v1alpha1',
      kind: 'NodeOverlay',
      metadata: { name: pool.poolName },
      spec: {
        requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: [pool.poolName] }],
        capacity: { 'nvidia.com/mig-1g.10gb': 56 },
      },
    });
    expect(pool.nodeOverlay!.name).toBe(pool.poolName);
  });

  test('counts slices in its limit, and machines as before', () => {
    const chart = newChart();
    newPool(chart, { ...H100, slice: MIG });
    expect(new Synthesized(chart).one('NodePool').spec.limits).toEqual({ 'nvidia.com/mig-1g.10gb': 112, 'cpu': 384, 'nodes': 2 });
  });

  test('with tiers, one overlay is for all, and each limit counts slices', () => {
    const chart = newChart();
    const pool = newPool(chart, {
      slice: GpuSlice.timeSliced({ perGpu: 4 }),
      tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 8 }, { capacityType: CapacityType.ON_DEMAND }],
    });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('NodeOverlay').spec).toEqual({
      requirements: [{ key: 'karpenter.sh/nodepool', operator: 'In', values: pool.nodePools.map(({ name }) => name) }],
      capacity: { 'nvidia.com/gpu': 4 },
    });
    expect(synthesized.one('NodePool', 'spot').spec.limits).toMatchObject({ 'nvidia.com/gpu': 32, 'nodes': 8 });
    expect(synthesized.one('NodePool', 'on-demand').spec.limits).toMatchObject({ 'nvidia.com/gpu': 80, 'nodes': 20 });
  });

  test('of whole GPUs has no overlay', () => {
    const chart = newChart();
    const pool = newPool(chart);
    expect(pool.nodeOverlay).toBeUndefined();
    expect([pool.gpuResourceName, pool.slicesPerGpu]).toEqual(['nvidia.com/gpu', 1]);
    expect(new Synthesized(chart).objects.map(({ kind }) => kind)).not.toContain('NodeOverlay');
  });

  test.each([
    [GpuSlice.mig('1g.10gb', { perGpu: 7, config: 'all-1g.10gb' }), { 'nvidia.com/mig.config': 'all-1g.10gb' }],
    [GpuSlice.timeSliced({ perGpu: 4, config: 'shared' }), { 'nvidia.com/device-plugin.config': 'shared' }],
    [MIG, {}],
  ])('%j labels the nodes with %j', (slice, labels) => {
    const chart = newChart();
    newPool(chart, { ...H100, slice });
    expect(new Synthesized(chart).one('NodePool').spec.template.metadata.labels).toEqual({ 'nvidia.com/gpu.present': 'true', ...labels });
  });

  test.each([
    [{ gpu: Gpu.A10G, slice: MIG }, 'chart/gpus: slice: got "7 MIG 1g.10gb"; expected slices that the GPUs of the pool can have (g5.xlarge: its a10g has no MIG, '],
    [{ ...H100, slice: GpuSlice.mig('1g.20gb', { perGpu: 7 }) }, 'its h100 has 85 GB; the pool\'s slices take 140); correct it, or choose other machines'],
    [{ gpu: Gpu.A100, gpusPerNode: 8, instanceTypes: ['p4d.24xlarge', 'p4de.24xlarge'], slice: MIG },
      'slice: got "7 MIG 1g.10gb"; expected slices that the GPUs of the pool can have (p4d.24xlarge: its a100 has 42 GB; the pool\'s slices take 70)'],
  ])('refuses %#: what its GPUs cannot have', (props, message) => {
    expect(() => newPool(newChart(), props)).toThrow(message);
  });

  test('leaves out the machines whose GPUs cannot have them, and says why', () => {
    const pool = newPool(newChart(), { gpu: Gpu.A100, gpusPerNode: 8, slice: MIG });
    expect(pool.instanceTypes).toEqual(['p4de.24xlarge']);
    expect(pool.describe().excluded).toContainEqual({ instanceType: 'p4d.24xlarge', reason: "its a100 has 42 GB; the pool's slices take 70" });
  });
});

describe('a worker on slices', () => {
  test('asks for one, under requests and limits, as do its placeholders and its buffer', () => {
    const chart = newChart();
    const nodePool = newPool(chart, { ...H100, slice: MIG });
    const worker = newWorker(chart, { nodePool, maxReplicas: 112 });
    new WarmPool(chart, 'pods', { worker, spare: 111 });
    new WarmPool(chart, 'buffer', { worker, spare: 1, engine: WarmPoolEngine.CAPACITY_BUFFER });
    const synthesized = new Synthesized(chart);
    const objects = [synthesized.one('Deployment', 'worker'), synthesized.one('Deployment', 'pods'), synthesized.one('PodTemplate')];
    for (const [{ resources }] of objects.map(containers)) {
      expect(resources.requests['nvidia.com/mig-1g.10gb']).toBe('1');
      expect(resources.limits['nvidia.com/mig-1g.10gb']).toBe('1');
    }
    expect(JSON.stringify(objects.map(containers))).not.toContain('nvidia.com/gpu');
  });

  test('has its part of the machine: a fourth of what it would have', () => {
    const chart = newChart();
    newWorker(chart, { nodePool: newPool(chart, { slice: GpuSlice.timeSliced({ perGpu: 4, renameByDefault: true }) }), maxReplicas: 80 });
    const [{ resources }] = containers(new Synthesized(chart).one('Deployment', 'worker'));
    expect(resources.requests).toMatchObject({ 'nvidia.com/gpu.shared': '1', 'cpu': '750m', 'memory': '3Gi' });
  });

  test('may ask for more than that only of larger machines', () => {
    const chart = newChart();
    const nodePool = newPool(chart, { slice: GpuSlice.timeSliced({ perGpu: 4 }) });
    newWorker(chart, { nodePool, memory: Size.gibibytes(6) });
    expect(nodePool.instanceTypes).toEqual(['g5.2xlarge', 'g5.4xlarge']);
  });

  test('several slices of MIG', () => {
    const chart = newChart();
    newWorker(chart, { nodePool: newPool(chart, { ...H100, slice: MIG }), gpus: 7, maxReplicas: 16 });
    expect(containers(new Synthesized(chart).one('Deployment', 'worker'))[0].resources.limits['nvidia.com/mig-1g.10gb']).toBe('7');
  });

  test.each([
    [{ slice: MIG }, { gpus: 3 }, 'chart/worker: gpus: got 3; expected a divisor of the 56 slices of a node; otherwise slices of each node stay idle'],
    [{ slice: MIG }, { gpus: 57 }, 'gpus: got 57; expected a whole number from 1 to 56'],
    [{ slice: GpuSlice.timeSliced({ perGpu: 4 }) }, { gpus: 2 }, 'gpus: got 2; expected a whole number from 1 to 1'],
    [{ slice: MIG }, { maxReplicas: 113 }, "maxReplicas: got 113; expected at most 112, for which the pool's maxGpus of 16 has room; lower it, or set maxGpus: 17 on the pool"],
  ])('refuses %#', (props, worker, message) => {
    const chart = newChart();
    expect(() => newWorker(chart, { nodePool: newPool(chart, { ...H100, ...props }), ...worker })).toThrow(message);
  });

  test('a warm pool has room for as many as there are slices', () => {
    const chart = newChart();
    const worker = newWorker(chart, { nodePool: newPool(chart, { ...H100, slice: MIG }) });
    expect(() => new WarmPool(chart, 'warm', { worker, spare: 113 })).toThrow("spare: got 113; expected at most 112, for which the pool's maxGpus of 16 has room");
  });

  test('is priced by the slice', () => {
    const chart = newChart();
    const catalogue = InstanceCatalogue.aws().withPrices({ 'g5.xlarge': 1 });
    const nodePool = newPool(chart, { catalogue, instanceTypes: ['g5.xlarge'], slice: GpuSlice.timeSliced({ perGpu: 4 }) });
    newWorker(chart, { nodePool, scaler: newScaler(chart) });
    const description = nodePool.describe();
    expect(description.slicesPerGpu).toBe(4);
    expect(description.admitted).toMatchObject([{ usdPerHour: 1, usdPerGpuHour: 1, usdPerSliceHour: 0.25 }]);
    expect(description.replicas).toEqual([{ worker: 'chart/worker', gpus: 0.25, leastUsdPerHour: 0.25, mostUsdPerHour: 0.25 }]);
    expect(description.usdPerHourAtLimit).toBe(20);
    expect(description.toString()).toContain('$1 an hour  $0.25 a slice');
  });
});

test('property: the slices that a node is said to have are what fits on it', () => {
  for (let perGpu = 2; perGpu <= 48; perGpu++) {
    const chart = newChart();
    const nodePool = newPool(chart, { gpusPerNode: 4, maxGpus: 4, slice: GpuSlice.timeSliced({ perGpu }) });
    newWorker(chart, { nodePool, maxReplicas: 4 * perGpu });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('NodeOverlay').spec.capacity).toEqual({ 'nvidia.com/gpu': 4 * perGpu });
    const [{ resources }] = containers(synthesized.one('Deployment', 'worker'));
    const cpuMillis = resources.requests.cpu.endsWith('m') ? parseInt(resources.requests.cpu, 10) : resources.requests.cpu * 1000;
    expect(cpuMillis * 4 * perGpu).toBeLessThanOrEqual(48_000 * 0.75);
  }
});
