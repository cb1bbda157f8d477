import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { GpuAutoscaledWorkerProps, triggers } from '../../lib';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

/** What the trigger says of a worker with these properties, whose longest job takes two minutes. */
function jobsPerReplica(props: Partial<GpuAutoscaledWorkerProps>): number {
  const chart = newChart();
  newWorker(chart, { scaler: newScaler(chart), jobsPerReplica: undefined, ...props });
  return Number(new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata.jobsPerReplica);
}

describe('waitTarget', () => {
  const seconds = (waitTarget: number, jobDuration: number) =>
    ({ waitTarget: Duration.seconds(waitTarget), jobDuration: Duration.seconds(jobDuration) });

  test.each([
    [0, 20, 1],
    [19, 20, 1],
    [20, 20, 2],
    [30, 20, 2],
    [60, 20, 4],
    [3600, 120, 31],
  ])('of %d s with jobs of %d s: %d jobs a replica', (waitTarget, jobDuration, expected) => {
    expect(jobsPerReplica(seconds(waitTarget, jobDuration))).toBe(expected);
  });

  test('property: the last of the jobs waits no longer, and one more would', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 7200 }), fc.integer({ min: 1, max: 120 }), (waitTarget, jobDuration) => {
      const jobs = jobsPerReplica(seconds(waitTarget, jobDuration));
      expect((jobs - 1) * jobDuration).toBeLessThanOrEqual(waitTarget);
      expect(jobs * jobDuration).toBeGreaterThan(waitTarget);
    }), { numRuns: 30 });
  });

  test('takes parts of a second', () => {
    expect(jobsPerReplica({ waitTarget: Duration.seconds(1), jobDuration: Duration.millis(250) })).toBe(5);
  });

  const own = { scaler: undefined, source: undefined, triggers: [new triggers.RedisTrigger({ listName: 'jobs' })] };

  test.each<[Partial<GpuAutoscaledWorkerProps>, string]>([
    [{}, 'chart/worker: jobsPerReplica: got nothing; expected a number of at least 0.001; set how many jobs one replica answers for, or waitTarget and jobDuration'],
    [{ ...seconds(60, 20), jobsPerReplica: 4 }, 'chart/worker: jobsPerReplica: got 4; expected nothing beside waitTarget and jobDuration, which it follows from; leave out it or those'],
    [{ waitTarget: Duration.seconds(60) }, 'chart/worker: jobDuration: got nothing; expected waitTarget and jobDuration together'],
    [{ jobDuration: Duration.seconds(20) }, 'chart/worker: waitTarget: got nothing; expected waitTarget and jobDuration together'],
    [seconds(60, 0), 'chart/worker: jobDuration (seconds): got 0; expected more than 0 and at most maxJobDuration, 120'],
    [seconds(60, 121), 'chart/worker: jobDuration (seconds): got 121; expected more than 0 and at most maxJobDuration, 120'],
    [{ ...own, waitTarget: Duration.seconds(60) }, 'chart/worker: waitTarget: got "1 minute"; expected nothing beside triggers, which have targets of their own'],
    [{ ...own, jobDuration: Duration.seconds(20) }, 'chart/worker: jobDuration: got "20 seconds"; expected nothing beside triggers'],
  ])('refuses %#', (props, message) => {
    expect(() => jobsPerReplica(props)).toThrow(message);
  });
});
