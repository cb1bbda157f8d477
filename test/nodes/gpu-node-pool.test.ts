import { Chart, Duration, Size } from 'cdk8s';
import { CapacityType, Gpu, GpuNodePool, GpuSlice, InstanceCatalogue, NodeClass } from '../../lib';
import { AWS_GPU_INSTANCES } from '../../lib/nodes/catalogue/aws-gpu-instances';
import { AZURE_GPU_INSTANCES } from '../../lib/nodes/catalogue/azure-gpu-instances';
import { GOOGLE_GPU_INSTANCES } from '../../lib/nodes/catalogue/google-gpu-instances';
import { newChart, newPool, newWorker, requirement, Synthesized } from '../support/synth';

const ONLY_UNPRICED = InstanceCatalogue.aws().withInstanceType(
  { instanceType: 'p9.24xlarge', gpuName: 'h200', gpus: 4, gpuMemory: Size.gibibytes(141), cpus: 96, memory: Size.gibibytes(1024) });

describe('GpuNodePool', () => {
  test('defaults', () => {
    const chart = newChart();
    newPool(chart);
    expect(new Synthesized(chart).one('NodePool')).toMatchSnapshot();
  });

  test('admits one GPU model and count, and only types whose price for a GPU is near the cheapest', () => {
    const chart = newChart();
    const pool = newPool(chart);
    expect(pool.instanceTypes).toEqual(['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge']);
    const nodePool = new Synthesized(chart).one('NodePool');
    expect(requirement(nodePool, 'node.kubernetes.io/instance-type')).toEqual(pool.instanceTypes);
    expect(requirement(nodePool, 'karpenter.k8s.aws/instance-gpu-name')).toEqual(['a10g']);
    expect(requirement(nodePool, 'karpenter.k8s.aws/instance-gpu-count')).toEqual(['1']);
    expect(requirement(nodePool, 'karpenter.sh/capacity-type')).toEqual(['on-demand']);
    expect(requirement(nodePool, 'kubernetes.io/arch')).toEqual(['amd64']);
  });

  test('never requires the resource name, which would filter nothing', () => {
    const chart = newChart();
    newPool(chart);
    expect(requirement(new Synthesized(chart).one('NodePool'), 'nvidia.com/gpu')).toBeUndefined();
  });

  test('taints, labels, limits, and names the reason of every budget', () => {
    const chart = newChart();
    newPool(chart);
    const { spec } = new Synthesized(chart).one('NodePool');
    expect(spec.template.spec.taints).toEqual([{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }]);
    expect(spec.template.metadata.labels).toEqual({ 'nvidia.com/gpu.present': 'true' });
    expect(spec.limits).toEqual({ 'nvidia.com/gpu': 20, 'cpu': 320, 'nodes': 20 });
    expect(spec.template.spec.expireAfter).toBe('Never');
    expect(spec.disruption.consolidationPolicy).toBe('WhenEmpty');
    expect(spec.disruption.budgets).toEqual([
      { nodes: '100%', reasons: ['Empty'] }, { nodes: '1', reasons: ['Drifted'] }, { nodes: '0', reasons: ['Underutilized'] },
    ]);
  });

  test.each([
    [{ maxPriceRatio: 1 }, ['g5.xlarge']],
    [{ maxPriceRatio: 5 }, ['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge', 'g5.8xlarge', 'g5.16xlarge']],
    [{ gpusPerNode: 4 }, ['g5.12xlarge', 'g5.24xlarge']],
    [{ gpusPerNode: 8 }, ['g5.48xlarge']],
    [{ gpu: Gpu.T4G }, ['g5g.xlarge', 'g5g.2xlarge']],
    [{ gpu: Gpu.H200, gpusPerNode: 8 }, ['p5en.48xlarge']],
    [{ gpu: Gpu.of('k80') }, ['p2.xlarge']],
    [{ instanceTypes: ['g5.8xlarge', 'g5.xlarge'] }, ['g5.xlarge', 'g5.8xlarge']],
  ])('%j admits %j', (props, types) => {
    expect(newPool(newChart(), props).instanceTypes).toEqual(types);
  });

  test('every GPU constant is a GPU of the catalogue', () => {
    const gpus = Object.values(Gpu).filter((value): value is Gpu => value instanceof Gpu);
    expect(gpus.length).toBeGreaterThan(10);
    const names = [...AWS_GPU_INSTANCES, ...AZURE_GPU_INSTANCES, ...GOOGLE_GPU_INSTANCES].map((instance) => instance.gpuName);
    gpus.forEach((gpu) => expect(names).toContain(gpu.description));
  });

  test.each([
    [{ gpu: Gpu.withMemory(Size.gibibytes(24)) }, ['l4', 'a10g'], ['g6.xlarge', 'g6.2xlarge', 'g5.xlarge', 'g5.2xlarge', 'g6.4xlarge']],
    [{ gpu: Gpu.withMemory(Size.gibibytes(25)) }, ['l40s', 'rtx-pro-4500'], ['g6e.xlarge', 'g6e.2xlarge', 'g7.2xlarge', 'g6e.4xlarge', 'g7.4xlarge']],
    [{ gpu: Gpu.withMemory(Size.gibibytes(8)) }, ['t4', 'l4'], ['g4dn.xlarge', 'g4dn.2xlarge', 'g6.xlarge']],
    [{ gpu: Gpu.withMemory(Size.gibibytes(100)), gpusPerNode: 8 }, ['h200'], ['p5en.48xlarge']],
    [{ gpu: Gpu.withMemory(Size.gibibytes(288)), gpusPerNode: 8 }, ['b300'], ['p6-b300.48xlarge']],
    [{ gpu: Gpu.anyOf(Gpu.L4, Gpu.L40S) }, ['l4'], ['g6.xlarge', 'g6.2xlarge', 'g6.4xlarge']],
    [{ gpu: Gpu.ofFamily('g5', 'g6') }, ['l4', 'a10g'], ['g6.xlarge', 'g6.2xlarge', 'g5.xlarge', 'g5.2xlarge', 'g6.4xlarge']],
    [{ gpu: Gpu.ofFamily('g5g') }, ['t4g'], ['g5g.xlarge', 'g5g.2xlarge']],
  ])('%j may be one of several models: %j', (props, names, types) => {
    const chart = newChart();
    const pool = newPool(chart, props);
    expect(requirement(new Synthesized(chart).one('NodePool'), 'karpenter.k8s.aws/instance-gpu-name')).toEqual(names);
    expect(pool.instanceTypes).toEqual(types);
  });

  test('of two architectures, amd64: an image runs on one', () => {
    const pool = newPool(newChart(), { gpu: Gpu.withMemory(Size.gibibytes(16)), maxPriceRatio: 10 });
    expect(pool.describe().admitted.length).toBeGreaterThan(5);
    expect(pool.describe().excluded).toContainEqual({ instanceType: 'g5g.xlarge', reason: 'is arm64; the pool is amd64' });
    expect(newPool(newChart(), { gpu: Gpu.withMemory(Size.gibibytes(16)), instanceTypes: ['g5g.xlarge'] }).instanceTypes).toEqual(['g5g.xlarge']);
  });

  test('arm64 for GPUs on arm64 machines', () => {
    const chart = newChart();
    newPool(chart, { gpu: Gpu.T4G });
    expect(requirement(new Synthesized(chart).one('NodePool'), 'kubernetes.io/arch')).toEqual(['arm64']);
  });

  test('options reach the NodePool', () => {
    const chart = newChart();
    newPool(chart, {
      capacityTypes: [CapacityType.SPOT, CapacityType.ON_DEMAND],
      consolidateAfter: Duration.minutes(10),
      expireAfter: Duration.days(30),
      terminationGracePeriod: Duration.hours(1),
      zones: ['us-east-1a'],
      weight: 100,
      metadata: { name: 'a10g', labels: { team: 'ml' } },
    });
    const { metadata, spec } = new Synthesized(chart).one('NodePool');
    expect(metadata).toEqual({ name: 'a10g', labels: { team: 'ml' } });
    expect(spec.weight).toBe(100);
    expect(spec.disruption.consolidateAfter).toBe('600s');
    expect(spec.template.spec.expireAfter).toBe('2592000s');
    expect(spec.template.spec.terminationGracePeriod).toBe('3600s');
  });

  describe('tiers', () => {
    const TIERS = [
      { capacityType: CapacityType.RESERVED, maxGpus: 8 }, { capacityType: CapacityType.SPOT }, { capacityType: CapacityType.ON_DEMAND, maxGpus: 12 },
    ];

    test('are a NodePool each: its own capacity type, limits and, falling, its weight', () => {
      const chart = newChart();
      const pool = newPool(chart, { tiers: TIERS, metadata: { name: 'l', labels: { team: 'ml' } } });
      const synthesized = new Synthesized(chart);
      const nodePools = ['reserved', 'spot', 'on-demand'].map((tier) => synthesized.one('NodePool', tier));
      expect(nodePools.map(({ metadata }) => metadata)).toEqual(
        ['l-reserved', 'l-spot', 'l-on-demand'].map((name) => ({ name, labels: { team: 'ml' } })));
      expect(nodePools.map(({ spec }) => spec.weight)).toEqual([3, 2, 1]);
      expect(nodePools.map((nodePool) => requirement(nodePool, 'karpenter.sh/capacity-type'))).toEqual([['reserved'], ['spot'], ['on-demand']]);
      expect(nodePools.map(({ spec }) => spec.limits)).toEqual([
        { 'nvidia.com/gpu': 8, 'cpu': 128, 'nodes': 8 }, { 'nvidia.com/gpu': 20, 'cpu': 320, 'nodes': 20 }, { 'nvidia.com/gpu': 12, 'cpu': 192, 'nodes': 12 },
      ]);
      expect(pool.nodePools.map(({ name }) => name)).toEqual(['l-reserved', 'l-spot', 'l-on-demand']);
      expect(pool.describe().usdPerHourAtLimit).toBeCloseTo((8 + 20 + 12) * 1.624);
    });

    test('share one node class, and one label that the workers select', () => {
      const chart = newChart();
      const nodePool = newPool(chart, { tiers: TIERS });
      newWorker(chart, { nodePool });
      const synthesized = new Synthesized(chart);
      const nodeClass = synthesized.one('KWOKNodeClass').metadata.name;
      const { nodeSelector } = synthesized.one('Deployment', 'worker').spec.template.spec;
      expect(nodeSelector).toEqual({ 'cdk8s-gpu-autoscaler.dev/node-pool': nodePool.poolName });
      for (const tier of ['reserved', 'spot', 'on-demand']) {
        const { spec } = synthesized.one('NodePool', tier);
        expect(spec.template.metadata.labels).toEqual({ 'nvidia.com/gpu.present': 'true', ...nodeSelector });
        expect(spec.template.spec.nodeClassRef.name).toBe(nodeClass);
      }
    });

    test('weight is that of the first', () => {
      const chart = newChart();
      newPool(chart, { tiers: [{ capacityType: CapacityType.SPOT }, { capacityType: CapacityType.ON_DEMAND }], weight: 100 });
      expect(new Synthesized(chart).objects.filter(({ kind }) => kind === 'NodePool').map(({ spec }) => spec.weight)).toEqual([100, 99]);
    });

    test('names stay within 63 characters', () => {
      const chart = newChart();
      const construct = new GpuNodePool(chart, 'x'.repeat(100), { nodeClass: NodeClass.kwok(), gpu: Gpu.L4, maxGpus: 20, tiers: TIERS });
      expect(construct.nodePools.map(({ name }) => name.length)).toEqual([62, 58, 63]);
    });

    test.each([
      [{ tiers: [] }, 'tiers: got []; expected each capacity type at most once, and at least one'],
      [{ tiers: [TIERS[1], TIERS[1]] }, 'tiers: got ["spot","spot"]'],
      [{ tiers: TIERS, capacityTypes: [CapacityType.SPOT] }, 'capacityTypes: got ["spot"]; expected nothing beside tiers'],
      [{ tiers: TIERS, weight: 2 }, 'weight: got 2; expected a whole number from 3 to 100'],
      [{ tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 0 }] }, 'maxGpus of the tier spot: got 0; expected a whole number from 1 to 20'],
      [{ tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 21 }] }, 'maxGpus of the tier spot: got 21'],
      [{ tiers: [TIERS[0], { capacityType: CapacityType.SPOT, maxGpus: 11 }] }, 'maxGpus: got 20; expected at most 19, what all tiers may hold'],
      [{ tiers: TIERS, metadata: { name: 'x'.repeat(54) } }, 'expected at most 53 characters, because nodes carry it in a label; shorten it'],
    ])('refuses %j', (props, message) => {
      expect(() => newPool(newChart(), props)).toThrow(message);
    });
  });

  describe('static nodes', () => {
    test('are a NodePool of their own, held at a count, without weight and with no limit but of nodes', () => {
      const chart = newChart();
      const pool = newPool(chart, { staticNodes: 2, gpusPerNode: 4, weight: 7, metadata: { name: 'l' } });
      const { objects } = new Synthesized(chart);
      const [dynamic, held] = objects.filter(({ kind }) => kind === 'NodePool');
      expect(pool.nodePools.map(({ name }) => name)).toEqual(['l', 'l-static']);
      expect(dynamic.spec).toMatchObject({ weight: 7, limits: { 'nvidia.com/gpu': 12, 'cpu': 288, 'nodes': 3 } });
      expect(dynamic.spec.replicas).toBeUndefined();
      expect(held.spec).toMatchObject({ replicas: 2, limits: { nodes: 3 } });
      expect(held.spec.weight).toBeUndefined();
      expect(Object.keys(held.spec.limits)).toEqual(['nodes']);
      expect(held.spec.template).toEqual(dynamic.spec.template);
    });

    test('take the same workers as the others, by a label of the pool', () => {
      const chart = newChart();
      const nodePool = newPool(chart, { staticNodes: 1 });
      newWorker(chart, { nodePool });
      const { objects } = new Synthesized(chart);
      const { nodeSelector } = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.includes('worker')).spec.template.spec;
      expect(nodeSelector).toEqual({ 'cdk8s-gpu-autoscaler.dev/node-pool': nodePool.poolName });
      for (const { spec } of objects.filter(({ kind }) => kind === 'NodePool')) {
        expect(spec.template.metadata.labels).toMatchObject(nodeSelector);
      }
    });

    test('are bought as the first tier is, and take their GPUs from what the tiers may hold', () => {
      const chart = newChart();
      const tiers = [{ capacityType: CapacityType.RESERVED, maxGpus: 3 }, { capacityType: CapacityType.SPOT }];
      const pool = newPool(chart, { staticNodes: 5, tiers });
      const nodePools = new Synthesized(chart).objects.filter(({ kind }) => kind === 'NodePool');
      expect(nodePools.map((nodePool) => requirement(nodePool, 'karpenter.sh/capacity-type'))).toEqual([['reserved'], ['spot'], ['reserved']]);
      expect(nodePools.map(({ spec }) => spec.limits['nvidia.com/gpu'])).toEqual([3, 15, undefined]);
      expect(pool.describe().usdPerHourAtLimit).toBeCloseTo((3 + 15 + 5) * 1.624);
    });

    test('0 is no NodePool', () => {
      const [usual, none] = [{}, { staticNodes: 0 }].map((props) => {
        const chart = newChart();
        newPool(chart, props);
        return new Synthesized(chart).objects;
      });
      expect(none).toEqual(usual);
    });

    test('with slices, one overlay is for all', () => {
      const chart = newChart();
      newPool(chart, { staticNodes: 1, gpu: Gpu.L4, slice: GpuSlice.timeSliced({ perGpu: 4 }), metadata: { name: 'l' } });
      const { spec } = new Synthesized(chart).one('NodeOverlay');
      expect(spec.requirements[0].values).toEqual(['l', 'l-static']);
    });

    test.each([
      [{ staticNodes: -1 }, 'staticNodes: got -1; expected a whole number from 0 to 19'],
      [{ staticNodes: 1.5 }, 'staticNodes: got 1.5'],
      [{ staticNodes: 20 }, 'staticNodes: got 20; expected a whole number from 0 to 19'],
      [{ staticNodes: 5, gpusPerNode: 4 }, 'staticNodes: got 5; expected a whole number from 0 to 4'],
      [{ staticNodes: 5, tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 16 }] }, 'maxGpus of the tier spot: got 16; expected a whole number from 1 to 15'],
      [{ staticNodes: 5, tiers: [{ capacityType: CapacityType.SPOT, maxGpus: 14 }] }, 'maxGpus: got 20; expected at most 19'],
    ])('refuses %j', (props, message) => {
      expect(() => newPool(newChart(), props)).toThrow(message);
    });
  });

  test('belongs to no namespace', () => {
    const chart = newChart();
    newPool(chart);
    const { objects } = new Synthesized(chart);
    expect(objects.map((object) => object.metadata.namespace)).toEqual([undefined, undefined]);
  });

  describe('consolidateAfter exceeds the longest drain of the pool', () => {
    test.each([
      [Duration.minutes(2), '300s'],
      [Duration.minutes(30), '1950s'],
    ])('a job of at most %p', (maxJobDuration, expected) => {
      const chart = newChart();
      newWorker(chart, { maxJobDuration });
      expect(new Synthesized(chart).one('NodePool').spec.disruption.consolidateAfter).toBe(expected);
    });

    test('refuses one that does not', () => {
      const chart = newChart();
      const nodePool = newPool(chart, { consolidateAfter: Duration.seconds(149) });
      expect(() => newWorker(chart, { nodePool })).toThrow(
        "chart/worker: the node pool's consolidateAfter (seconds): got 149; expected at least 150, this worker's grace; lengthen it or leave it out");
    });

    test('accepts one that just does', () => {
      const chart = newChart();
      newWorker(chart, { nodePool: newPool(chart, { consolidateAfter: Duration.seconds(150) }) });
    });
  });

  describe('terminationGracePeriod leaves the workers their grace', () => {
    test('refuses one that does not', () => {
      const chart = newChart();
      const nodePool = newPool(chart, { terminationGracePeriod: Duration.seconds(159) });
      expect(() => newWorker(chart, { nodePool })).toThrow("the node pool's terminationGracePeriod (seconds): got 159; expected at least 160");
    });

    test('accepts one that just does', () => {
      const chart = newChart();
      newWorker(chart, { nodePool: newPool(chart, { terminationGracePeriod: Duration.seconds(160) }) });
    });
  });

  describe('expireAfter leaves a worker the time to start and to do its longest job', () => {
    const pool = (chart: Chart, seconds: number) => (
      newPool(chart, { expireAfter: Duration.seconds(seconds), terminationGracePeriod: Duration.hours(1) }));

    test('refuses one that does not', () => {
      const chart = newChart();
      expect(() => newWorker(chart, { nodePool: pool(chart, 629) })).toThrow(
        "chart/worker: the node pool's expireAfter (seconds): got 629; expected at least 630, this worker's cold start and its longest job; "
        + 'lengthen it or leave it out');
    });

    test('accepts one that just does', () => {
      const chart = newChart();
      newWorker(chart, { nodePool: pool(chart, 630) });
    });
  });

  test.each([
    [{ maxGpus: 0 }, 'chart/gpus: maxGpus: got 0; expected a whole number of at least 1'],
    [{ maxGpus: 1.5 }, 'maxGpus: got 1.5'],
    [{ gpusPerNode: 4, maxGpus: 3 }, 'maxGpus: got 3; expected a whole number of at least 4'],
    [{ gpusPerNode: 0 }, 'gpusPerNode: got 0'],
    [{ gpusPerNode: 2 }, 'gpusPerNode: got 2; expected a count in which a10g exists (1, 4, 8); set gpusPerNode: 1'],
    [{ gpu: Gpu.A100 }, 'gpusPerNode: got 1; expected a count in which a100 exists (8); set gpusPerNode: 8'],
    [{ gpu: Gpu.of('rtx5090') }, 'gpu: got "rtx5090"; expected a GPU of the catalogue (m60, t4,'],
    [{ gpu: Gpu.ofFamily('g99') }, 'gpu: got "GPU of family g99"; expected a GPU of the catalogue'],
    [{ gpu: Gpu.anyOf(Gpu.T4, Gpu.T4G), instanceTypes: ['g4dn.xlarge', 'g5g.xlarge'] }, 'instanceTypes: got ["g4dn.xlarge","g5g.xlarge"]; expected types of one'],
    [{ gpu: Gpu.withMemory(Size.gibibytes(300)) }, 'gpu: got "GPU of 300 GiB or more"'],
    [{ instanceTypes: [] }, 'instanceTypes: got []; expected at least one'],
    [{ catalogue: ONLY_UNPRICED, gpu: Gpu.H200, gpusPerNode: 4 },
      'instanceTypes: got nothing; expected types to choose, because no price is known of p9.24xlarge; set instanceTypes, or give prices with'],
    [{ instanceTypes: ['p4d.24xlarge'] }, 'instanceTypes: got "p4d.24xlarge"; expected types with 1 a10g (g5.xlarge, g5.2xlarge'],
    [{ maxPriceRatio: 0.5 }, 'maxPriceRatio: got 0.5; expected a number of at least 1'],
    [{ maxPriceRatio: NaN }, 'maxPriceRatio'],
    [{ capacityTypes: [] }, 'capacityTypes: got []; expected each at most once, and at least one'],
    [{ capacityTypes: [CapacityType.SPOT, CapacityType.SPOT] }, 'capacityTypes: got ["spot","spot"]; expected each at most once'],
    [{ zones: [] }, 'chart/gpus: zones: got []; expected at least one; leave it out for all zones'],
    [{ zones: [' '] }, 'zones: got " "; expected a zone'],
    [{ weight: 0 }, 'weight: got 0; expected a whole number from 1 to 100'],
    [{ weight: 101 }, 'weight: got 101'],
    [{ expireAfter: Duration.days(30) }, 'terminationGracePeriod: got nothing; expected a duration, because nodes expire'],
    [{ expireAfter: Duration.seconds(0), terminationGracePeriod: Duration.hours(1) }, 'expireAfter (seconds): got 0; expected a whole number from 1'],
    [{ expireAfter: Duration.millis(1500), terminationGracePeriod: Duration.hours(1) }, 'expireAfter (seconds): got 1.5'],
    [{ consolidateAfter: Duration.millis(1500) }, 'consolidateAfter (seconds): got 1.5'],
  ])('refuses %j', (props, message) => {
    expect(() => newPool(newChart(), props)).toThrow(message);
  });

});
