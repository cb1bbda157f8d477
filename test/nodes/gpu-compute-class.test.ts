import { Duration, Size } from 'cdk8s';
import { CapacityType, Gpu, GpuComputeClass, GpuComputeClassProps, InstanceCatalogue, NodeDisk } from '../../lib';
import { newChart, newWorker, Synthesized } from '../support/synth';

function newClass(chart = newChart(), props: Partial<GpuComputeClassProps> = {}): GpuComputeClass {
  return new GpuComputeClass(chart, 'gpus', { gpu: Gpu.L4, maxGpus: 20, ...props });
}

function rules(props: Partial<GpuComputeClassProps>): any[] {
  const chart = newChart();
  newClass(chart, props);
  return new Synthesized(chart).one('ComputeClass').spec.priorities;
}

describe('GpuComputeClass', () => {
  test('defaults', () => {
    const chart = newChart();
    newClass(chart, { maxPriceRatio: 1.3 });
    const { apiVersion, metadata, spec } = new Synthesized(chart).one('ComputeClass');
    expect(apiVersion).toBe('cloud.google.com/v1');
    expect(metadata.namespace).toBeUndefined();
    const rule = { gpu: { type: 'nvidia-l4', count: 1, driverVersion: 'default' }, spot: false, storage: { bootDiskSize: 200 } };
    expect(spec).toEqual({
      priorities: [{ machineType: 'g2-standard-4', ...rule }, { machineType: 'g2-standard-8', ...rule }],
      nodePoolAutoCreation: { enabled: true },
      whenUnsatisfiable: 'DoNotScaleUp',
      activeMigration: { optimizeRulePriority: false },
      autoscalingPolicy: { consolidationDelayMinutes: 5, consolidationThreshold: 0, gpuConsolidationThreshold: 0 },
    });
  });

  test('a ladder: every machine type of one way to buy before the next way', () => {
    const ladder = rules({
      capacityTypes: [CapacityType.RESERVED, CapacityType.SPOT, CapacityType.ON_DEMAND],
      reservation: { name: 'l4s', project: 'ml' },
      maxPriceRatio: 1.3,
    });
    expect(ladder.map(({ machineType, spot, reservations }) => [machineType, spot, reservations?.specific[0].name])).toEqual([
      ['g2-standard-4', false, 'l4s'], ['g2-standard-8', false, 'l4s'],
      ['g2-standard-4', true, undefined], ['g2-standard-8', true, undefined],
      ['g2-standard-4', false, undefined], ['g2-standard-8', false, undefined],
    ]);
    expect(ladder[0].reservations).toEqual({ affinity: 'Specific', specific: [{ name: 'l4s', project: 'ml' }] });
  });

  test.each([
    [{ gpu: Gpu.A100 }, 'nvidia-tesla-a100'],
    [{ gpu: Gpu.withMemory(Size.gibibytes(80)) }, 'nvidia-a100-80gb'],
    [{ gpu: Gpu.H100 }, 'nvidia-h100-80gb'],
    [{ gpu: Gpu.H200, gpusPerNode: 8, instanceTypes: ['a3-ultragpu-8g'] }, 'nvidia-h200-141gb'],
    [{ gpu: Gpu.B200, gpusPerNode: 8, instanceTypes: ['a4-highgpu-8g'] }, 'nvidia-b200'],
  ])('%j is %s', (props, type) => {
    expect(rules(props)[0].gpu.type).toBe(type);
  });

  test('the other options', () => {
    const chart = newChart();
    newClass(chart, {
      disk: NodeDisk.of(Size.gibibytes(300)),
      consolidationDelay: Duration.minutes(30),
      zones: ['us-central1-a'],
      metadata: { name: 'l4', labels: { team: 'ml' } },
    });
    const { metadata, spec } = new Synthesized(chart).one('ComputeClass');
    expect(metadata).toEqual({ name: 'l4', labels: { team: 'ml' } });
    expect(spec.priorities[0]).toMatchObject({ storage: { bootDiskSize: 300 }, location: { zones: ['us-central1-a'] } });
    expect(spec.autoscalingPolicy.consolidationDelayMinutes).toBe(30);
  });

  test('takes workers: of their size, placed by the class, and never moved while they run', () => {
    const chart = newChart();
    const nodePool = newClass(chart, { metadata: { name: 'l4' } });
    newWorker(chart, { nodePool, memory: Size.gibibytes(20) });
    const synthesized = new Synthesized(chart);
    const { template } = synthesized.one('Deployment', 'worker').spec;
    expect(template.metadata.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
    expect(template.spec.nodeSelector).toEqual({ 'cloud.google.com/compute-class': 'l4' });
    expect(template.spec.tolerations).toContainEqual({ key: 'cloud.google.com/compute-class', operator: 'Equal', value: 'l4', effect: 'NoSchedule' });
    expect(synthesized.one('ComputeClass').spec.priorities.map(({ machineType }: any) => machineType)).toEqual(
      ['g2-standard-8', 'g2-standard-12', 'g2-standard-16']);
    expect(nodePool.describe().usdPerHourAtLimit).toBeCloseTo(20 * 1.147208);
  });

  test.each([
    [{ zones: [] }, 'zones: got []; expected at least one; leave it out for all zones'],
    [{ zones: ['europe-west4'] }, 'zones: got "europe-west4"; expected a zone such as europe-west4-a, and no region'],
    [{ capacityTypes: [] }, 'capacityTypes: got []; expected each at most once, and at least one'],
    [{ capacityTypes: [CapacityType.SPOT, CapacityType.SPOT] }, 'capacityTypes: got ["spot","spot"]'],
    [{ capacityTypes: [CapacityType.RESERVED] }, 'reservation: got nothing; expected one with CapacityType.RESERVED'],
    [{ reservation: { name: 'l4s', project: 'ml' } }, 'reservation: got {"name":"l4s","project":"ml"}; expected'],
    [{ capacityTypes: [CapacityType.RESERVED], reservation: { name: '', project: 'ml' } }, 'reservation.name: got ""'],
    [{ capacityTypes: [CapacityType.RESERVED], reservation: { name: 'l4s', project: '' } }, 'reservation.project: got ""'],
    [{ consolidationDelay: Duration.seconds(30) }, 'consolidationDelay (minutes): got 0.5; expected a whole number from 1 to 1440'],
    [{ consolidationDelay: Duration.minutes(1441) }, 'consolidationDelay (minutes): got 1441'],
    [{ disk: NodeDisk.of(Size.gibibytes(9)) }, 'disk (GiB): got 9'],
    [{ disk: NodeDisk.localNvme({ images: Size.gibibytes(9) }) }, 'GpuComputeClass: disk: got NodeDisk.localNvme'],
    [{ gpu: Gpu.T4 }, 'gpu: got "t4"; expected a GPU of the catalogue (l4, a100, h100, h200, b200)'],
  ])('refuses %j', (props, message) => {
    expect(() => newClass(newChart(), props)).toThrow(message);
  });

  test('refuses a GPU that GKE has no name for', () => {
    const chart = newChart();
    const catalogue = InstanceCatalogue.google().withInstanceType(
      { instanceType: 'g9-standard-4', gpuName: 'l9', gpus: 1, gpuMemory: Size.gibibytes(24), cpus: 4, memory: Size.gibibytes(16), usdPerHour: 1 });
    newClass(chart, { catalogue, gpu: Gpu.of('l9') });
    expect(() => new Synthesized(chart)).toThrow('catalogue: got "g9-standard-4"; expected machine types with a GPU of GKE (l4 24576, a100 40960');
  });
});
