import { chartsOf, endOf, tickInterval } from '../../src/report/charts';
import { Recording } from '../../src/run/recording';

const PODS = { pending: 1, starting: 2, ready: 3, terminating: 4 };

const RECORDING: Recording = {
  title: 'story',
  speed: 1,
  jobsPerReplica: 5,
  maxReplicas: 20,
  exchanges: [],
  distortions: [],
  versions: {},
  jobs: [],
  pods: [],
  samples: [
    { time: 0.04, waiting: 1, inFlight: 0, desired: 0, pods: PODS, nodes: {} },
    { time: 1800, waiting: NaN, inFlight: NaN, desired: 2, pods: PODS, nodes: { 'g5.xlarge': 1 } },
    { time: 7200, waiting: 0, inFlight: 0, desired: 0, pods: PODS, nodes: {} },
  ],
  events: [{ time: 5.02, kind: 'node', text: 'g5.xlarge is launched' }],
  nodes: [{ name: 'a', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 2, launched: 0, gone: 3600 }, { name: 'b', instanceType: 'p5.48xlarge', gpus: 8, usdPerHour: 55, launched: 3600 }],
};

describe('charts', () => {
  const charts = chartsOf(RECORDING);
  const series = (chart: string, name: string) => charts[chart].find((each) => each.name === name)!.points;

  test('a queue that could not be read is a gap', () => {
    expect(series('jobs', 'waiting')).toEqual([[0, 1], [1800, null], [7200, 0]]);
  });

  test('replicas, and pods on top of each other', () => {
    expect(series('replicas', 'asked for').map(([, value]) => value)).toEqual([0, 2, 0]);
    expect(charts.pods.map(({ name, points, stack }) => [name, points[0][1], stack]))
      .toEqual([['ready', 3, true], ['pulling, loading', 2, true], ['no machine yet', 1, true], ['finishing', 4, true]]);
  });

  test('each type of machine has its own area, also where there is none of it', () => {
    expect(series('nodes', 'g5.xlarge').map(([, value]) => value)).toEqual([0, 1, 0]);
    expect(series('nodes', 'p5.48xlarge').map(([, value]) => value)).toEqual([0, 0, 0]);
  });

  test('what was spent grows with every machine until it is gone', () => {
    expect(series('spend', 'dollars')).toEqual([[0, 0], [1800, 1], [7200, 2 + 55]]);
  });

  test('events have time, kind and text', () => {
    expect(series('events', 'events')).toEqual([[5, 'node', 'g5.xlarge is launched']]);
  });

  test('end with the last sample, unless the end was recorded', () => {
    expect(endOf(RECORDING)).toBe(7200);
    expect(endOf({ ...RECORDING, ended: 7300 })).toBe(7300);
    expect(endOf({ ...RECORDING, samples: [] })).toBe(0);
  });
});

test.each([[0, 10], [80, 10], [81, 30], [1806, 300], [86400, 21600], [14 * 86400, 7 * 86400]])('ticks of %d s are %d s apart', (end, interval) => {
  expect(tickInterval(end)).toBe(interval);
});
