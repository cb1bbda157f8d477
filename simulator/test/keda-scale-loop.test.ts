import { HorizontalPodAutoscaler, KedaScaleLoop } from '../src';

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
});
