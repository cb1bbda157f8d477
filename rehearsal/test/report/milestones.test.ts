import { milestonesOf } from '../../src/report/milestones';
import { Recording, Sample } from '../../src/run/recording';
import { summarize } from '../../src/run/summary';

const sample = (time: number, desired: number, ready: number, waiting: number): Sample =>
  ({ time, waiting, inFlight: 0, desired, pods: { pending: 0, starting: 0, ready, terminating: 0 }, nodes: {} });

const STORY: Recording = {
  title: 'story',
  speed: 1,
  jobsPerReplica: 5,
  maxReplicas: 20,
  exchanges: [],
  distortions: [],
  versions: {},
  samples: [sample(0, 0, 0, 10), sample(15, 2, 0, 10), sample(60, 2, 1, 8), sample(70, 2, 2, 5), sample(120, 2, 2, 0)],
  events: [{ time: 2, kind: 'activation', text: 'replicas 0 → 1' }, { time: 400, kind: 'scale', text: 'replicas 1 → 0' }],
  jobs: [{ arrival: 0, service: 10, started: 60, done: 70, kills: 0 }, { arrival: 0, service: 10, started: 70, done: 80, kills: 0 }],
  pods: [{ name: 'a', gpus: 1, created: 2, ready: 60 }],
  nodes: [{ name: 'warm', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1, launched: 0 }, { name: 'new', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1, launched: 4, gone: 500 }],
  ended: 501,
};

describe('milestones', () => {
  test('tell the story in its order', () => {
    expect(milestonesOf(STORY, summarize(STORY))).toEqual([
      { time: 2, text: 'first worker pod' },
      { time: 4, text: 'first machine launched' },
      { time: 15, text: '2 replicas asked for, as many as the queue needs' },
      { time: 60, text: 'first worker ready' },
      { time: 70, text: '2 workers ready' },
      { time: 80, text: 'last job done' },
      { time: 400, text: 'last change of replicas, 1 → 0' },
      { time: 500, text: 'last machine gone of those that go' },
    ]);
  });

  test('leave out what did not come', () => {
    const nothing: Recording = { ...STORY, samples: [], events: [], jobs: [], pods: [], nodes: [] };
    expect(milestonesOf(nothing, summarize(nothing))).toEqual([]);
    const unfinished: Recording = { ...STORY, jobs: [...STORY.jobs, { arrival: 5, service: 1, kills: 0 }] };
    expect(milestonesOf(unfinished, summarize(unfinished)).map(({ text }) => text)).not.toContain('last job done');
  });

  test('one needed replica is not told twice', () => {
    const small: Recording = { ...STORY, samples: [sample(0, 0, 0, 1), sample(3, 1, 0, 1), sample(60, 1, 1, 0)] };
    expect(milestonesOf(small, summarize(small)).map(({ text }) => text)).not.toContain('1 workers ready');
  });
});
