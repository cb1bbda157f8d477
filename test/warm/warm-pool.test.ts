import { GpuAutoscaledWorkerProps, WarmPool, WarmPoolEngine, WarmPoolProps, WarmSchedule } from '../../lib';
import { newChart, newWorker, Synthesized } from '../support/synth';
import { warningsOf } from '../support/warnings';

describe('WarmPool', () => {
  test('defaults: placeholder pods', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 1 });
    const synthesized = new Synthesized(chart);
    expect(synthesized.one('PriorityClass')).toMatchSnapshot();
    expect(synthesized.one('Deployment', 'warm')).toMatchSnapshot();
  });

  test('a placeholder holds exactly the place of one worker, and gives way to it at once', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 3 });
    const synthesized = new Synthesized(chart);
    const placeholder = synthesized.one('Deployment', 'warm').spec;
    const pod = synthesized.one('Deployment', 'worker').spec.template.spec;
    expect(placeholder.replicas).toBe(3);
    expect(placeholder.template.spec.containers[0].resources).toEqual(pod.containers[0].resources);
    expect(placeholder.template.spec.nodeSelector).toEqual(pod.nodeSelector);
    expect(placeholder.template.spec.tolerations).toEqual(pod.tolerations);
    expect(placeholder.template.spec.terminationGracePeriodSeconds).toBe(0);
    const priority = synthesized.one('PriorityClass');
    expect(priority).toMatchObject({ value: -10, preemptionPolicy: 'Never', globalDefault: false });
    expect(priority.metadata).not.toHaveProperty('namespace');
    expect(placeholder.template.spec.priorityClassName).toBe(priority.metadata.name);
  });

  test('has no PodDisruptionBudget, which would block draining', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare: 1 });
    expect(new Synthesized(chart).objects.filter((object) => object.kind === 'PodDisruptionBudget')).toHaveLength(1); // the scaler's own
  });

  test('capacity buffer: the GPU stands under requests too, or none would be reserved', () => {
    const chart = newChart();
    const worker = newWorker(chart);
    const warm = new WarmPool(chart, 'warm', { worker, spare: 2, engine: WarmPoolEngine.CAPACITY_BUFFER });
    expect(warm.deployment).toBeUndefined();
    const synthesized = new Synthesized(chart);
    const buffer = synthesized.one('CapacityBuffer');
    const template = synthesized.one('PodTemplate');
    expect(buffer.spec).toEqual({ podTemplateRef: { name: template.metadata.name }, replicas: 2 });
    expect(template.template.spec.containers[0].resources.requests['nvidia.com/gpu']).toBe('1');
    expect(template.template.spec).not.toHaveProperty('priorityClassName');
  });

  test.each([0, 1, 20])('spare %p', (spare) => {
    const chart = newChart();
    const worker = newWorker(chart);
    new WarmPool(chart, 'warm', { worker, spare });
    expect(new Synthesized(chart).one('Deployment', 'warm').spec.replicas).toBe(spare);
  });

  describe('schedules', () => {
    const hours: WarmSchedule = { start: '30 7 * * 1-5', end: '0 18 * * 1-5', timeZone: 'Europe/Berlin', spare: 4 };

    function scheduled(props: Partial<WarmPoolProps>): { deployment: any; scaledObject: any } {
      const chart = newChart();
      new WarmPool(chart, 'warm', { worker: newWorker(chart), spare: 0, schedules: [hours], ...props });
      const objects = new Synthesized(chart);
      return { deployment: objects.one('Deployment', 'warm'), scaledObject: objects.one('ScaledObject', 'warm') };
    }

    test('KEDA scales the placeholders by the clock, and by nothing else', () => {
      const { deployment, scaledObject } = scheduled({});
      expect(deployment.spec).not.toHaveProperty('replicas');
      expect(scaledObject).toMatchSnapshot();
      expect(scaledObject.spec.scaleTargetRef.name).toBe(deployment.metadata.name);
    });

    test('spare is what stays outside of them', () => {
      const { spec } = scheduled({ spare: 2 }).scaledObject;
      expect(spec).toMatchObject({ minReplicaCount: 2, maxReplicaCount: 4 });
      // KEDA warns about it beside a minimum.
      expect(spec).not.toHaveProperty('cooldownPeriod');
    });

    test.each(['0,30 7-9/2 1,15 JAN-mar MON-FRI', '*/15 ? * * 0', '5/10 23 31 12 6'])('may be %s', (start) => {
      expect(scheduled({ schedules: [{ ...hours, start }] }).scaledObject.spec.triggers[0].metadata.start).toBe(start);
    });

    test('several', () => {
      const { spec } = scheduled({ schedules: [hours, { ...hours, start: '0 20 * * SUN', end: '0 22 * * SUN', timeZone: 'UTC', spare: 20 }] }).scaledObject;
      expect(spec.maxReplicaCount).toBe(20);
      expect(spec.triggers.map(({ name, metadata }: any) => [name, metadata.desiredReplicas])).toEqual([['schedule-0', '4'], ['schedule-1', '20']]);
    });

    test.each([
      [{ schedules: [{ ...hours, start: '7:30' }] }, 'chart/warm: schedules[0].start: got "7:30"; expected a cron expression of five fields'],
      [{ schedules: [{ ...hours, end: '0 0 18 * * 1-5' }] }, 'schedules[0].end: got "0 0 18 * * 1-5"'],
      [{ schedules: [{ ...hours, start: '0 25 * * 1-5' }] },
        'schedules[0].start: got "0 25 * * 1-5"; expected hour of 0 to 23, *, a range such as 0-23 or a list, perhaps with a step such as */2; correct it'],
      [{ schedules: [{ ...hours, end: '99 18 * * 8' }] }, 'schedules[0].end: got "99 18 * * 8"; expected minute of 0 to 59'],
      [{ schedules: [{ ...hours, end: '0 18 * * 7' }] }, 'expected day of the week of 0 to 6'],
      [{ schedules: [{ ...hours, end: '0 18 0 * *' }] }, 'expected day of the month of 1 to 31'],
      [{ schedules: [{ ...hours, end: '0 18 * 13 *' }] }, 'expected month of 1 to 12'],
      [{ schedules: [{ ...hours, end: '0 18 * * FRI-MON' }] }, 'expected day of the week'],
      [{ schedules: [{ ...hours, end: '*/0 18 * * *' }] }, 'expected minute'],
      [{ schedules: [{ ...hours, end: '5-1 18 * * *' }] }, 'expected minute'],
      [{ schedules: [{ ...hours, end: '0 6pm * * *' }] }, 'expected hour'],
      [{ schedules: [hours, { ...hours, end: hours.start }] }, 'schedules[1].end: got "30 7 * * 1-5"; expected another time than start'],
      [{ schedules: [{ ...hours, timeZone: 'Berlin' }] }, 'schedules[0].timeZone: got "Berlin"; expected the IANA name of a time zone'],
      [{ schedules: [{ ...hours, timeZone: '' }] }, 'schedules[0].timeZone: got ""'],
      [{ spare: 4 }, 'schedules[0].spare: got 4; expected a whole number of at least 5'],
      [{ spare: 10, schedules: [{ ...hours, spare: 11 }] }, 'schedules[0].spare: got 11; expected a whole number of at least 12'],
      [{ schedules: [{ ...hours, spare: 21 }] }, 'spare: got 21; expected at most 20'],
      [{ engine: WarmPoolEngine.CAPACITY_BUFFER }, 'schedules: got 1; expected none with a CapacityBuffer, which KEDA cannot scale'],
    ])('refuses %#', (props, message) => {
      expect(() => scheduled(props)).toThrow(message);
    });
  });

  describe('shares the room of the pool', () => {
    const warm = (worker: Partial<GpuAutoscaledWorkerProps>, ...spares: number[]) => {
      const chart = newChart();
      const made = newWorker(chart, worker);
      spares.forEach((spare, index) => new WarmPool(chart, `warm-${index}`, { worker: made, spare }));
    };

    test('with the fewest replicas of its worker, and with other warm pools', () => {
      expect(() => warm({ minReplicas: 10 }, 5, 5)).not.toThrow();
      expect(() => warm({ minReplicas: 10 }, 5, 6)).toThrow(
        'chart/warm-1: spare: got 6; expected at most 5, because workers and warm pools of chart/gpus hold 15 of its 20 GPUs already; lower it, or raise maxGpus on the pool');
    });

    test('with all replicas of its worker, or it warns that there will be no spare place', () => {
      expect(warningsOf(() => warm({ maxReplicas: 18 }, 2))).toEqual([]);
      expect(warningsOf(() => warm({ maxReplicas: 19 }, 2))).toEqual([
        'chart/warm-0: spare: got 2; with all 19 workers there is room for 1 of these places, and the others wait for machines that the pool does not buy; lower it, or set maxGpus: 21 on the pool',
      ]);
    });
  });

  test.each([
    [-1, 'chart/warm: spare: got -1; expected a whole number of at least 0'],
    [0.5, 'spare: got 0.5'],
    [21, "spare: got 21; expected at most 20, for which the pool's maxGpus of 20 has room"],
  ])('refuses spare %p', (spare, message) => {
    const chart = newChart();
    const worker = newWorker(chart);
    expect(() => new WarmPool(chart, 'warm', { worker, spare })).toThrow(message);
  });
});
