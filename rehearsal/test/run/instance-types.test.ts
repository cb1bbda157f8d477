import { gpusOf, renderInstanceTypes, usdPerHour } from '../../src/run/instance-types';

const types: any[] = JSON.parse(renderInstanceTypes());

describe('instance types', () => {
  test('a machine with GPUs, as Karpenter\'s kwok provider reads it', () => {
    const g5 = types.find(({ name }) => name === 'g5.12xlarge');
    expect(g5.resources).toEqual({ 'cpu': '48', 'memory': '196608Mi', 'ephemeral-storage': '200Gi', 'pods': '110', 'nvidia.com/gpu': '4' });
    expect(g5.offerings).toHaveLength(4);
    for (const { Requirements, Price } of g5.offerings) {
      const value = (key: string) => Requirements.find((requirement: any) => requirement.key === key)?.values?.[0];
      expect(value('karpenter.k8s.aws/instance-gpu-name')).toBe('a10g');
      expect(value('karpenter.k8s.aws/instance-gpu-count')).toBe('4');
      expect(Price).toBeCloseTo(value('karpenter.sh/capacity-type') === 'spot' ? 5.672 * 0.4 : 5.672);
    }
  });

  test('a machine without says so, or it would pass for one with', () => {
    const cpu = types.find(({ name }) => name === 'm7i.xlarge');
    expect(cpu.resources).not.toHaveProperty('nvidia.com/gpu');
    expect(cpu.offerings[0].Requirements).toContainEqual({ key: 'karpenter.k8s.aws/instance-gpu-name', operator: 'DoesNotExist' });
  });

  test('fractional GPUs and machines without a price are left out', () => {
    expect(types.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['g6f.xlarge']));
    expect(types.map(({ name }) => name)).not.toEqual(expect.arrayContaining(['p5e.48xlarge']));
  });

  test('prices and GPUs by type', () => {
    expect(usdPerHour('g5.xlarge')).toBe(1.006);
    expect(gpusOf('p4d.24xlarge')).toBe(8);
    expect(gpusOf('m7i.xlarge')).toBe(0);
    expect(() => usdPerHour('x1.huge')).toThrow('the catalogue has no price of x1.huge');
  });
});
