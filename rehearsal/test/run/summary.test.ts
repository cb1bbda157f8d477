import { Recording } from '../../src/run/recording';
import { percentile, summarize } from '../../src/run/summary';
import { duration, summaryText } from '../../src/run/summary-text';

export const EMPTY: Recording = {
  title: 'test', speed: 1, jobsPerReplica: 5, maxReplicas: 20, exchanges: [], distortions: [], versions: {}, samples: [], events: [], jobs: [], pods: [], nodes: [],
};

const PODS = { pending: 0, starting: 0, ready: 0, terminating: 0 };

describe('summarize', () => {
  test('nothing', () => {
    expect(summarize(EMPTY)).toEqual({
      jobs: 0,
      jobsDone: 0,
      jobsKilled: 0,
      jobsRetried: 0,
      maxReplicas: 0,
      neededReplicas: 0,
      gpuHours: 0,
      idleGpuHours: 0,
      nodeHours: {},
      dollars: 0,
      nodesAtEnd: 0,
      duration: 0,
    });
    expect(summaryText(summarize(EMPTY))).toContain('0 of 0 done');
  });

  test('one job on one machine', () => {
    const summary = summarize({
      ...EMPTY,
      ended: 7200,
      samples: [
        { time: 0, waiting: 1, inFlight: 0, desired: 0, pods: PODS, nodes: {} },
        { time: 3, waiting: 1, inFlight: 0, desired: 1, pods: PODS, nodes: {} },
      ],
      jobs: [{ arrival: 0, service: 60, started: 100, done: 160, kills: 0 }],
      pods: [{ name: 'a', gpus: 1, created: 3, bound: 60, ready: 100, busy: 60 }],
      nodes: [{ name: 'n', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1.006, launched: 0, gone: 3600 }],
    });
    expect(summary).toMatchObject({
      jobs: 1,
      jobsDone: 1,
      jobsKilled: 0,
      waitP50: 100,
      waitP95: 100,
      waitP99: 100,
      firstPod: 3,
      firstReady: 100,
      neededReplicas: 1,
      timeToNeededReplicas: 3,
      gpuHours: 1,
      dollars: 1.006,
      nodeHours: { 'g5.xlarge': 1 },
      nodesAtEnd: 0,
    });
    expect(summary.idleGpuHours).toBeCloseTo(59 / 60);
  });

  test('a pod that was gone before the first job does not count, one that was there counts as at once', () => {
    const gone = { name: 'a', gpus: 1, created: -100, ready: -50, gone: -10 };
    expect(summarize({ ...EMPTY, pods: [gone, { name: 'b', gpus: 1, created: 3, ready: 60 }] })).toMatchObject({ firstPod: 3, firstReady: 60 });
    expect(summarize({ ...EMPTY, pods: [{ ...gone, gone: undefined }] })).toMatchObject({ firstPod: 0, firstReady: 0 });
  });

  test('times count from the first job, which may be late in its trace', () => {
    const sample = (time: number, desired: number, ready: number) =>
      ({ time, waiting: 10, inFlight: 0, desired, pods: { ...PODS, ready }, nodes: {} });
    expect(summarize({
      ...EMPTY,
      jobs: [{ arrival: 1000, service: 60, kills: 0 }],
      pods: [{ name: 'early', gpus: 1, created: 10, ready: 60, gone: 500 }, { name: 'a', gpus: 1, created: 1003, ready: 1060 }],
      samples: [sample(50, 2, 2), sample(1003, 1, 0), sample(1015, 2, 0), sample(1100, 2, 2)],
    })).toMatchObject({ firstPod: 3, firstReady: 60, neededReplicas: 2, timeToNeededReplicas: 15, timeToNeededWorkers: 100 });
  });

  test('replicas that were never there have no time', () => {
    const summary = summarize({ ...EMPTY, samples: [{ time: 0, waiting: 47, inFlight: 0, desired: 9, pods: { ...PODS, ready: 1 }, nodes: {} }] });
    expect(summary.neededReplicas).toBe(10);
    expect(summary.timeToNeededReplicas).toBeUndefined();
    expect(summaryText(summary)).toContain('10 needed, asked for after -, all ready after -');
  });

  test('a worker keeps all its GPUs while it has a job, however many it has', () => {
    const node = { name: 'n', instanceType: 'g5.12xlarge', gpus: 4, usdPerHour: 5.672, launched: 0 };
    const jobs = Array.from({ length: 8 }, () => ({ arrival: 0, service: 1800, started: 0, done: 1800, kills: 0 }));
    expect(summarize({ ...EMPTY, ended: 3600, jobs, nodes: [node], pods: [{ name: 'a', gpus: 2, created: 0, ready: 0, busy: 1800 }] }))
      .toMatchObject({ gpuHours: 4, idleGpuHours: 3 });
  });

  test('killed jobs are counted each time, and once as done again', () => {
    const summary = summarize({ ...EMPTY, jobs: [{ arrival: 0, service: 1, kills: 2 }, { arrival: 0, service: 1, started: 5, done: 6, kills: 1 }] });
    expect(summary).toMatchObject({ jobs: 2, jobsDone: 1, jobsKilled: 3, jobsRetried: 2 });
  });

  test('a machine that is left costs until the end, one with eight GPUs counts eight', () => {
    const summary = summarize({ ...EMPTY, ended: 3600, nodes: [{ name: 'n', instanceType: 'p5.48xlarge', gpus: 8, usdPerHour: 55.04, launched: 1800 }] });
    expect(summary).toMatchObject({ gpuHours: 4, idleGpuHours: 4, dollars: 27.52, nodesAtEnd: 1 });
  });

  test('a queue that could not be read asks for nothing', () => {
    expect(summarize({ ...EMPTY, samples: [{ time: 0, waiting: NaN, inFlight: NaN, desired: 3, pods: PODS, nodes: {} }] }))
      .toMatchObject({ neededReplicas: 0, maxReplicas: 3 });
  });

  test('no more replicas are needed than there may be', () => {
    expect(summarize({ ...EMPTY, samples: [{ time: 0, waiting: 1000, inFlight: 0, desired: 0, pods: PODS, nodes: {} }] }).neededReplicas).toBe(20);
  });
});

test.each([[[], 0.5, undefined], [[7], 0.99, 7], [[1, 2, 3, 4], 0.5, 2], [[1, 2, 3, 4], 0.95, 4], [[1, 2, 3, 4], 0, 1], [[1, 2, 3, 4], 1, 4]])(
  'percentile of %j at %p', (values, part, expected) => {
    expect(percentile(values, part)).toBe(expected);
  });

test.each([[undefined, '-'], [0, '0.0 s'], [9.94, '9.9 s'], [100, '100 s'], [119.9, '120 s'], [130, '2 min 10 s'], [3599.7, '1 h 0 min'], [7300, '2 h 1 min']])(
  'duration %p', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
