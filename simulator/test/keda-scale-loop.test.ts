import fc from 'fast-check';
import { HorizontalPodAutoscaler, KedaScaleLoop, TriggerReading } from '../src';

/** Polls come a little after the whole second, and KEDA notes whole seconds. */
const poll = (seconds: number) => seconds + 0.001;

describe('KedaScaleLoop', () => {
  test.each([
    ['complete', {}, [[34, 5], [49, 10]]],
    ['absent', undefined, [[34, 4], [49, 8], [64, 10]]],
  ] as const)('K1: 47 jobs wake one replica at the poll and the HPA does the rest (behavior %s)', (_, behavior, ticks) => {
    const loop = new KedaScaleLoop({});
    const hpa = new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: 100, target: { type: 'AverageValue', value: 5 }, behavior });
    expect(loop.poll(poll(0), ['inactive'], 0)).toBe(0);
    expect(hpa.tick(4, [0], { spec: 0, status: 0, ready: 0 })).toBe(0);
    let replicas = loop.poll(poll(30), ['active'], 0);
    expect(replicas).toBe(1);
    for (const [time, desired] of ticks) {
      replicas = hpa.tick(time, [47], { spec: replicas, status: replicas, ready: 0 });
      expect([time, replicas]).toEqual([time, desired]);
    }
  });

  test('K2: 6 go to 0 in one step, the cooldown after the last activity', () => {
    const loop = new KedaScaleLoop({});
    expect(loop.poll(poll(600), ['active'], 6)).toBe(6);
    for (let time = 630; time <= 870; time += 30) {
      expect(loop.poll(poll(time), ['inactive'], 6)).toBe(6);
    }
    expect(loop.poll(poll(900), ['inactive'], 6)).toBe(0);
  });

  test.each([
    ['waiting jobs alone', ({ waiting }: { readonly waiting: number }) => waiting, 0],
    ['waiting jobs and those in flight', ({ waiting, inFlight }: { readonly waiting: number; readonly inFlight: number }) => waiting + inFlight, 6],
  ])('K3: one long job still runs when the cooldown is over, and %s are reported', (_, report, replicas) => {
    const loop = new KedaScaleLoop({});
    loop.poll(poll(600), ['active'], 6);
    for (let time = 630; time <= 900; time += 30) {
      const desired = loop.poll(poll(time), [report({ waiting: 0, inFlight: 1 }) > 0 ? 'active' : 'inactive'], 6);
      expect([time, desired]).toEqual([time, time < 900 ? 6 : replicas]);
    }
  });

  test('K4: an error neither renews nor resets the cooldown', () => {
    const loop = new KedaScaleLoop({});
    loop.poll(poll(600), ['active'], 6);
    expect(loop.poll(poll(630), ['error'], 6)).toBe(6);
    expect(loop.poll(poll(870), ['inactive'], 6)).toBe(6);
    expect(loop.poll(poll(900), ['inactive'], 6)).toBe(0);
  });

  test('K5: activity beside an error does not renew it either', () => {
    const loop = new KedaScaleLoop({});
    loop.poll(poll(600), ['active', 'active'], 6);
    expect(loop.poll(poll(630), ['active', 'error'], 6)).toBe(6);
    expect(loop.poll(poll(900), ['inactive', 'inactive'], 6)).toBe(0);
  });

  test('K6: idle 0 with a minimum of 2 is 0 or at least 2', () => {
    const loop = new KedaScaleLoop({ minReplicaCount: 2, idleReplicaCount: 0 });
    expect(loop.poll(poll(30), ['active'], 0)).toBe(2);
    expect(loop.poll(poll(300), ['inactive'], 2)).toBe(2);
    expect(loop.poll(poll(330), ['inactive'], 2)).toBe(0);
  });

  test.each([
    ['the value of the last poll', (time: number) => Math.floor(time / 30) * 30, [2, 2, 6]],
    ['the value of now', (time: number) => time, [6, 10, 10]],
  ])('K7: 47 jobs a second after a poll, and the HPA is given %s', (_, readAt, expected) => {
    const hpa = new HorizontalPodAutoscaler({ minReplicas: 1, maxReplicas: 100, target: { type: 'AverageValue', value: 5 }, behavior: {} });
    const depth = (time: number) => (time < 1 ? 10 : 47);
    let replicas = 2;
    const desired = [14, 29, 44].map((time) => replicas = hpa.tick(time, [depth(readAt(time))], { spec: replicas, status: replicas, ready: 0 }));
    expect(desired).toEqual(expected);
  });

  test('K8: a push wakes at once', () => {
    const loop = new KedaScaleLoop({});
    expect(loop.poll(poll(0), ['inactive'], 0)).toBe(0);
    expect(loop.push(7.2, 0)).toBe(1);
    expect(loop.push(8, 4)).toBe(4);
  });

  test('an error alone holds the replicas, with and without a fallback', () => {
    expect(new KedaScaleLoop({}).poll(poll(1000), ['error'], 5)).toBe(5);
    expect(new KedaScaleLoop({ fallbackReplicas: 3 }).poll(poll(1000), ['error'], 5)).toBe(5);
  });

  test('a fallback of 0 lets an error take everything away', () => {
    expect(new KedaScaleLoop({ fallbackReplicas: 0 }).poll(poll(1000), ['error'], 5)).toBe(0);
  });

  test('before the first activity only the initial cooldown protects', () => {
    expect(new KedaScaleLoop({}, 100).poll(poll(100), ['inactive'], 5)).toBe(0);
    expect(new KedaScaleLoop({ initialCooldownPeriod: 60 }, 100).poll(159, ['inactive'], 5)).toBe(5);
    expect(new KedaScaleLoop({ initialCooldownPeriod: 60 }, 100).poll(161, ['inactive'], 5)).toBe(0);
  });

  test('a minimum is kept', () => {
    const loop = new KedaScaleLoop({ minReplicaCount: 2 });
    expect(loop.poll(poll(0), ['inactive'], 0)).toBe(2);
    expect(loop.poll(poll(1000), ['inactive'], 5)).toBe(5);
  });

  const reading = fc.constantFrom<TriggerReading>('active', 'inactive', 'error');
  const settings = fc.record({
    minReplicaCount: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
    cooldownPeriod: fc.option(fc.nat(600), { nil: undefined }),
  });

  test('property: zero is left through activity alone, and nothing is taken away while a trigger is active', () => {
    fc.assert(fc.property(settings, fc.array(fc.array(reading, { minLength: 1, maxLength: 3 }), { maxLength: 60 }), (spec, polls) => {
      const loop = new KedaScaleLoop(spec);
      let replicas = 0;
      polls.forEach((readings, index) => {
        const before = replicas;
        replicas = loop.poll(poll(30 * index), readings, before);
        if (readings.includes('active')) {
          expect(replicas).toBeGreaterThanOrEqual(Math.max(before, 1));
        } else if (before === 0) {
          expect([0, spec.minReplicaCount ?? 0]).toContain(replicas);
        }
      });
    }));
  });

  test('property: once active, workers stay until the cooldown after the last activity is over, and not a poll longer', () => {
    fc.assert(fc.property(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 50 }), (activePolls, cooldownPolls, replicas) => {
      const loop = new KedaScaleLoop({ cooldownPeriod: 30 * cooldownPolls });
      for (let index = 0; index <= activePolls; index++) {
        expect(loop.poll(poll(30 * index), ['active'], replicas)).toBe(replicas);
      }
      for (let index = 1; index <= Math.max(1, cooldownPolls); index++) {
        const over = index >= cooldownPolls;
        expect(loop.poll(poll(30 * (activePolls + index)), ['inactive'], replicas)).toBe(over ? 0 : replicas);
      }
    }));
  });
});
