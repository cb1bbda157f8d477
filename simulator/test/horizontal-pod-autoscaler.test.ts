import fc from 'fast-check';
import cases from './hpa-cases.json';
import { Behavior, HorizontalPodAutoscaler, MetricReading, Replicas } from '../src';

type Overrides = Partial<Replicas> & { readonly set?: number };

interface Case {
  readonly id: string;
  readonly behavior: Behavior | null;
  readonly start: number;
  readonly min?: number;
  readonly max?: number;
  readonly target?: number;
  readonly metricType?: 'AverageValue' | 'Value';
  readonly steps: readonly [number, MetricReading | readonly MetricReading[], Overrides?][];
  readonly desired: readonly number[];
}

describe('HorizontalPodAutoscaler', () => {
  test.each((cases as unknown as Case[]).map((entry) => [entry.id, entry] as const))('worked example %s', (_, entry) => {
    const hpa = new HorizontalPodAutoscaler({
      minReplicas: entry.min ?? 1,
      maxReplicas: entry.max ?? 100,
      target: { type: entry.metricType ?? 'AverageValue', value: entry.target ?? 5 },
      behavior: entry.behavior ?? undefined,
    });
    let spec = entry.start;
    const desired = entry.steps.map(([time, readings, overrides = {}]) => {
      spec = overrides.set ?? spec;
      spec = hpa.tick(time, [readings].flat(), { spec, status: overrides.status ?? spec, ready: overrides.ready ?? spec });
      return spec;
    });
    expect(desired).toEqual(entry.desired);
  });

  test('all worked examples are here', () => {
    expect(cases).toHaveLength(23);
  });

  const behavior = fc.option(fc.record({
    scaleUp: fc.record({ stabilizationWindowSeconds: fc.integer({ min: 0, max: 3600 }) }),
    scaleDown: fc.record({ stabilizationWindowSeconds: fc.integer({ min: 0, max: 3600 }) }),
  }), { nil: undefined });

  test('property: never below the minimum or above the maximum, except at zero', () => {
    const depths = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { maxLength: 40 });
    fc.assert(fc.property(behavior, fc.nat(200), depths, (rules, start, values) => {
      const hpa = new HorizontalPodAutoscaler({ minReplicas: 2, maxReplicas: 50, target: { type: 'AverageValue', value: 5 }, behavior: rules });
      let spec = start;
      values.forEach((value, index) => {
        spec = hpa.tick(15 * index, [value], { spec, status: spec, ready: spec });
        expect(start === 0 ? spec === 0 : spec >= 2 && spec <= 50).toBe(true);
      });
    }));
  });

  test('property: one step up is not larger than the default policies allow, nor than what is wanted', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(10_000), (spec, value) => {
      const hpa = new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: 1000, target: { type: 'AverageValue', value: 5 }, behavior: {} });
      const desired = hpa.tick(0, [value], { spec, status: spec, ready: spec });
      expect(desired).toBeLessThanOrEqual(Math.max(spec + 4, 2 * spec));
      expect(desired).toBeLessThanOrEqual(Math.max(spec, Math.ceil(value / 5)));
    }));
  });

  test('property: a metric inside the tolerance changes nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0.901, max: 1.099, noNaN: true }), (spec, ratio) => {
      const hpa = new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: 100, target: { type: 'AverageValue', value: 1000 }, behavior: {} });
      expect(hpa.tick(0, [ratio * 1000 * spec], { spec, status: spec, ready: 0 })).toBe(spec);
    }));
  });

  test('property: a metric that cannot be read never takes replicas away', () => {
    fc.assert(fc.property(behavior, fc.integer({ min: 1, max: 100 }), fc.nat(1000), (rules, spec, value) => {
      const hpa = new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: 100, target: { type: 'AverageValue', value: 5 }, behavior: rules });
      expect(hpa.tick(0, ['error'], { spec, status: spec, ready: spec })).toBe(spec);
      expect(hpa.tick(15, [value, 'error'], { spec, status: spec, ready: spec })).toBeGreaterThanOrEqual(spec);
    }));
  });
});
