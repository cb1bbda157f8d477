import { Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import fc from 'fast-check';
import { Gpu, InstanceCatalogue } from '../../lib';
import { newChart, newPool, newScaler, newWorker, requirement, Synthesized } from '../support/synth';

describe('a type is admitted by what a slot of the pool\'s workers costs on it', () => {
  test('one without room for the worker is not, and the next ones are compared with the cheapest that has', () => {
    const chart = newChart();
    const worker = newWorker(chart, { cpu: Cpu.units(6) });
    const { nodePool } = worker;
    expect(nodePool.instanceTypes).toEqual(['g5.2xlarge', 'g5.4xlarge']);
    const synthesized = new Synthesized(chart);
    expect(requirement(synthesized.one('NodePool'), 'node.kubernetes.io/instance-type')).toEqual(nodePool.instanceTypes);
    expect(synthesized.one('NodePool').spec.limits.cpu).toBe(20 * 16);
    // Memory was not given: three quarters of what the smallest type that remains has.
    expect(synthesized.one('Deployment', 'worker').spec.template.spec.containers[0].resources.requests).toMatchObject({ cpu: '6', memory: '24Gi' });
  });

  test('memory counts as well', () => {
    expect(newWorker(newChart(), { memory: Size.gibibytes(40) }).nodePool.instanceTypes).toEqual(['g5.4xlarge', 'g5.8xlarge']);
  });

  test('every GPU of a node has to be usable: 12 CPUs for each need the larger machine with 4', () => {
    const chart = newChart();
    const nodePool = newPool(chart, { gpusPerNode: 4 });
    newWorker(chart, { nodePool, maxReplicas: 4, cpu: Cpu.units(12) });
    expect(nodePool.instanceTypes).toEqual(['g5.24xlarge']);
  });

  test('with several workers, what is for one of them', () => {
    const chart = newChart();
    const nodePool = newPool(chart);
    const scaler = newScaler(chart);
    newWorker(chart, { nodePool, scaler, cpu: Cpu.units(6) });
    newWorker(chart, { nodePool, scaler }, 'small');
    expect(nodePool.instanceTypes).toEqual(['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge']);
  });

  test('the largest request that fits, and one more', () => {
    expect(newWorker(newChart(), { cpu: Cpu.millis(57_600) }).nodePool.instanceTypes).toEqual(['g5.16xlarge']);
    expect(() => newWorker(newChart(), { cpu: Cpu.millis(57_601) })).toThrow(
      'chart/worker: cpu (millicores): got 57601; expected at most 57600, what g5.16xlarge, the largest instance type of the pool, has for it; lower it');
    expect(() => newWorker(newChart(), { memory: Size.gibibytes(300) })).toThrow('memory (MiB): got 307200; expected at most 235929');
  });

  test('what no single type has', () => {
    const chart = newChart();
    const catalogue = InstanceCatalogue.aws().withInstanceType(
      { instanceType: 'x.memory', gpuName: 'l4', gpus: 1, gpuMemory: Size.gibibytes(24), cpus: 4, memory: Size.gibibytes(512) });
    const nodePool = newPool(chart, { catalogue, gpu: Gpu.L4, instanceTypes: ['g6.8xlarge', 'x.memory'] });
    expect(() => newWorker(chart, { nodePool, cpu: Cpu.units(20), memory: Size.gibibytes(200) })).toThrow(
      'cpu (millicores) and memory (MiB): got [20000,204800]; expected both to fit one of g6.8xlarge, x.memory; lower one');
  });
});

test('property: whatever a worker asks for, it fits each admitted type, and none costs more than maxPriceRatio times the cheapest', () => {
  let admittedAny = 0;
  fc.assert(fc.property(
    fc.constantFrom(Gpu.A10G, Gpu.L4, Gpu.L40S, Gpu.withMemory(Size.gibibytes(16)), Gpu.ofFamily('g5', 'g6e')), fc.constantFrom(1, 4, 8),
    fc.double({ min: 1, max: 6, noNaN: true }), fc.integer({ min: 1, max: 70_000 }), fc.integer({ min: 1, max: 300_000 }),
    (gpu, gpusPerNode, maxPriceRatio, cpu, memory) => {
      const chart = newChart();
      const nodePool = newPool(chart, { gpu, gpusPerNode, maxPriceRatio });
      try {
        newWorker(chart, { nodePool, maxReplicas: 1, cpu: Cpu.millis(cpu), memory: Size.mebibytes(memory) });
      } catch (error) {
        expect((error as Error).message).toMatch(/(cpu \(millicores\)|memory \(MiB\)): got .*; expected (at most|both to fit)/);
        return;
      }
      const { admitted } = nodePool.describe();
      admittedAny += admitted.length;
      const cheapest = Math.min(...admitted.map(({ usdPerGpuHour }) => usdPerGpuHour!));
      for (const type of admitted) {
        expect(type.gpus).toBe(gpusPerNode);
        expect(type.usdPerGpuHour!).toBeLessThanOrEqual(cheapest * maxPriceRatio * (1 + 1e-9));
        expect(type.cpus * 1000 / type.gpus).toBeGreaterThan(cpu);
        expect(type.memory.toMebibytes() / type.gpus).toBeGreaterThan(memory);
      }
      expect(requirement(new Synthesized(chart).one('NodePool'), 'node.kubernetes.io/instance-type')).toEqual(nodePool.instanceTypes);
    },
  ), { numRuns: 100 });
  expect(admittedAny).toBeGreaterThan(0);
});

describe('InstanceCatalogue', () => {
  test('prices decide what is admitted', () => {
    const catalogue = InstanceCatalogue.aws().withPrices({ 'g5.xlarge': 0.5, 'g5.8xlarge': 0.87 });
    expect(newPool(newChart(), { catalogue }).instanceTypes).toEqual(['g5.xlarge', 'g5.8xlarge']);
    expect(newPool(newChart()).instanceTypes).toEqual(['g5.xlarge', 'g5.2xlarge', 'g5.4xlarge']);
  });

  test('a price for a type without a list price admits it', () => {
    const catalogue = InstanceCatalogue.aws().withPrices({ 'p5e.48xlarge': 60 });
    expect(newPool(newChart(), { catalogue, gpu: Gpu.H200, gpusPerNode: 8 }).instanceTypes).toEqual(['p5e.48xlarge', 'p5en.48xlarge']);
  });

  test('a type that is new, and one with other facts', () => {
    const type = { gpuName: 'a10g', gpus: 1, gpuMemory: Size.gibibytes(24), memory: Size.gibibytes(16), localStorage: Size.gibibytes(100) };
    const catalogue = InstanceCatalogue.aws()
      .withInstanceType({ ...type, instanceType: 'g9.xlarge', cpus: 4, usdPerHour: 0.4 })
      .withInstanceType({ ...type, instanceType: 'g5.xlarge', cpus: 6, usdPerHour: 0.41 });
    const pool = newPool(newChart(), { catalogue });
    expect(pool.describe().admitted.map(({ instanceType, cpus }) => [instanceType, cpus])).toEqual([['g9.xlarge', 4], ['g5.xlarge', 6]]);
  });

  test.each([
    [() => InstanceCatalogue.aws().withPrices({ 'g5.huge': 1 }), 'InstanceCatalogue.withPrices: got "g5.huge"; expected an instance type of the catalogue'],
    [() => InstanceCatalogue.aws().withPrices({ 'g5.xlarge': 0 }), 'InstanceCatalogue.withPrices: g5.xlarge: got 0; expected US dollars an hour, more than 0'],
    [() => InstanceCatalogue.aws().withPrices({ 'g5.xlarge': NaN }), 'got NaN'],
    [() => InstanceCatalogue.aws().withInstanceType(
      { instanceType: 'x', gpuName: 'l4', gpus: 0, gpuMemory: Size.gibibytes(24), cpus: 1, memory: Size.gibibytes(1) }), 'x: gpus: got 0; expected a whole number'],
    [() => InstanceCatalogue.aws().withInstanceType(
      { instanceType: 'x', gpuName: 'l4', gpus: 1, gpuMemory: Size.gibibytes(24), cpus: 1.5, memory: Size.gibibytes(1) }), 'x: cpus: got 1.5'],
    [() => InstanceCatalogue.aws().withInstanceType(
      { instanceType: 'x', gpuName: 'l4', gpus: 1, gpuMemory: Size.gibibytes(24), cpus: 1, memory: Size.gibibytes(1), usdPerHour: -1 }),
    'InstanceCatalogue.withInstanceType: x: got -1'],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });
});

describe('describe', () => {
  test('says what is admitted, what a replica costs, and why the others are not admitted', () => {
    const { nodePool } = newWorker(newChart(), { cpu: Cpu.units(3) });
    expect(nodePool.describe().toString()).toBe(`\
chart/gpus (AWS on-demand list prices of us-east-1, 2026-07-20)
admitted
  g5.xlarge   1 a10g  4 CPUs   16 GiB  $1.006 an hour  $1.006 a GPU
  g5.2xlarge  1 a10g  8 CPUs   32 GiB  $1.212 an hour  $1.212 a GPU
  g5.4xlarge  1 a10g  16 CPUs  64 GiB  $1.624 an hour  $1.624 a GPU
workers
  chart/worker  $1.006 to $1.624 an hour a replica
not admitted
  g5.8xlarge   costs 2.43 times the cheapest; the pool's maxPriceRatio is 1.75
  g5.16xlarge  costs 4.07 times the cheapest; the pool's maxPriceRatio is 1.75
  g5.12xlarge  GPUs of a node: 4; the pool's gpusPerNode is 1
  g5.24xlarge  GPUs of a node: 4; the pool's gpusPerNode is 1
  g5.48xlarge  GPUs of a node: 8; the pool's gpusPerNode is 1
20 nodes of the dearest type: $32.48 an hour`);
  });

  test('as data', () => {
    const chart = newChart();
    const nodePool = newPool(chart, { gpusPerNode: 4 });
    newWorker(chart, { nodePool, maxReplicas: 4, gpus: 2, cpu: Cpu.units(22) });
    const description = nodePool.describe();
    expect(description.pool).toBe('chart/gpus');
    expect(description.admitted).toEqual([{
      instanceType: 'g5.24xlarge',
      gpuName: 'a10g',
      gpus: 4,
      cpus: 96,
      memory: Size.mebibytes(393_216),
      usdPerHour: 8.144,
      usdPerGpuHour: 2.036,
      usdPerSliceHour: 2.036,
    }]);
    expect(description.replicas).toEqual([{ worker: 'chart/worker', gpus: 2, leastUsdPerHour: 4.072, mostUsdPerHour: 4.072 }]);
    expect(description.excluded).toContainEqual({ instanceType: 'g5.12xlarge', reason: 'has 21600 millicores for a worker, which asks for 22000' });
    expect(description.maxNodes).toBe(5);
    expect(description.usdPerHourAtLimit).toBeCloseTo(5 * 8.144);
  });

  test.each([
    [{ gpu: Gpu.L4 }, 'g6f.xlarge', "has a fraction of a GPU; the pool's gpusPerNode is 1"],
    [{ gpu: Gpu.H200, gpusPerNode: 8 }, 'p5e.48xlarge', 'has no known price'],
    [{ instanceTypes: ['g5.2xlarge'] }, 'g5.xlarge', 'is not among instanceTypes'],
  ])('%j: %s %s', (props, instanceType, reason) => {
    expect(newPool(newChart(), props).describe().excluded).toContainEqual({ instanceType, reason });
  });

  test('the reason that is memory', () => {
    const { nodePool } = newWorker(newChart(), { memory: Size.gibibytes(20) });
    expect(nodePool.describe().excluded).toContainEqual({ instanceType: 'g5.xlarge', reason: 'has 14745 MiB for a worker, which asks for 20480' });
  });

  test('of types without a known price says so', () => {
    const description = newPool(newChart(), { gpu: Gpu.H200, gpusPerNode: 8, instanceTypes: ['p5e.48xlarge'] }).describe();
    expect(description.usdPerHourAtLimit).toBeUndefined();
    expect(description.toString()).toContain('8 h200  192 CPUs  2048 GiB  $ unknown an hour  $ unknown a GPU');
  });
});
