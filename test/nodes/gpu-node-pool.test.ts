import { Duration } from 'cdk8s';
import { CapacityType, Gpu, NodeClass } from '../../lib';
import { AWS_GPU_INSTANCES } from '../../lib/nodes/catalogue/aws-gpu-instances';
import { newChart, newPool, newWorker, Synthesized } from '../support/synth';

function requirement(nodePool: any, key: string): string[] | undefined {
  return nodePool.spec.template.spec.requirements.find((entry: any) => entry.key === key)?.values;
}

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
    const names = AWS_GPU_INSTANCES.map((instance) => instance.gpuName);
    gpus.forEach((gpu) => expect(names).toContain(gpu.gpuName));
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

  test.each([
    [{ maxGpus: 0 }, 'chart/gpus: maxGpus: got 0; expected a whole number of at least 1'],
    [{ maxGpus: 1.5 }, 'maxGpus: got 1.5'],
    [{ gpusPerNode: 4, maxGpus: 3 }, 'maxGpus: got 3; expected a whole number of at least 4'],
    [{ gpusPerNode: 0 }, 'gpusPerNode: got 0'],
    [{ gpusPerNode: 2 }, 'gpusPerNode: got 2; expected a count in which a10g exists (1, 4, 8); set gpusPerNode: 1'],
    [{ gpu: Gpu.A100 }, 'gpusPerNode: got 1; expected a count in which a100 exists (8); set gpusPerNode: 8'],
    [{ instanceTypes: ['p4d.24xlarge'] }, 'instanceTypes: got "p4d.24xlarge"; expected types with 1 a10g (g5.xlarge, g5.2xlarge'],
    [{ maxPriceRatio: 0.5 }, 'maxPriceRatio: got 0.5; expected a number of at least 1'],
    [{ maxPriceRatio: NaN }, 'maxPriceRatio'],
    [{ capacityTypes: [] }, 'capacityTypes: got []; expected at least one'],
    [{ weight: 0 }, 'weight: got 0; expected a whole number from 1 to 100'],
    [{ weight: 101 }, 'weight: got 101'],
    [{ expireAfter: Duration.days(30) }, 'terminationGracePeriod: got nothing; expected a duration, because nodes expire'],
    [{ consolidateAfter: Duration.millis(1500) }, 'consolidateAfter (seconds): got 1.5'],
  ])('refuses %j', (props, message) => {
    expect(() => newPool(newChart(), props)).toThrow(message);
  });

  test('Gpu.of refuses a GPU that no machine has', () => {
    expect(() => Gpu.of('rtx5090')).toThrow('Gpu.of: got "rtx5090"; expected one of m60, t4,');
  });
});

describe('NodeClass', () => {
  test('aws', () => {
    const chart = newChart();
    const pool = newPool(chart, { nodeClass: NodeClass.aws({ role: 'KarpenterNodeRole-ml', discoveryTag: 'ml' }) });
    const nodeClass = new Synthesized(chart).one('EC2NodeClass');
    expect(nodeClass).toMatchSnapshot();
    expect(pool.nodeClassReference).toEqual({ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: nodeClass.metadata.name });
    expect(new Synthesized(chart).one('NodePool').spec.template.spec.nodeClassRef).toEqual(pool.nodeClassReference);
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
    [{ group: 'karpenter.azure.com', kind: 'AKSNodeClass', name: 'gpu' },
      'nodeClass.group: got "karpenter.azure.com"; expected one of karpenter.k8s.aws, karpenter.kwok.sh'],
    [{ group: 'karpenter.k8s.aws', kind: '', name: 'gpu' }, 'kind: got ""'],
    [{ group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: '' }, 'name: got ""'],
  ])('refuses the reference %j', (reference, message) => {
    expect(() => newPool(newChart(), { nodeClass: NodeClass.fromReference(reference) })).toThrow(message);
  });

  test('al2023 keeps everything on its root volume', () => {
    const chart = newChart();
    newPool(chart, { nodeClass: NodeClass.aws({ role: 'r', discoveryTag: 'd', amiAlias: 'al2023@v20260828' }) });
    expect(new Synthesized(chart).one('EC2NodeClass').spec.blockDeviceMappings[0].deviceName).toBe('/dev/xvda');
  });

  test.each([
    [{ role: '', discoveryTag: 'ml' }, 'role: got ""; expected a non-empty string'],
    [{ role: 'r', discoveryTag: ' ' }, 'discoveryTag: got " "'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'bottlerocket@latest' }, 'amiAlias: got "bottlerocket@latest"; expected a pinned alias'],
    [{ role: 'r', discoveryTag: 'd', amiAlias: 'bottlerocket' }, 'amiAlias: got "bottlerocket"'],
    [{ role: 'r', discoveryTag: 'd', diskThroughput: 751 }, 'diskThroughput: got 751; expected a whole number from 125 to 750'],
  ])('aws refuses %j', (options, message) => {
    expect(() => newPool(newChart(), { nodeClass: NodeClass.aws(options) })).toThrow(message);
  });
});
