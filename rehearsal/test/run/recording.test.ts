import { Recording, startAt } from '../../src/run/recording';

test('a story that begins forgets what was before, and counts what is there from then on', () => {
  const recording: Recording = {
    title: 'test',
    speed: 1,
    jobsPerReplica: 1,
    maxReplicas: 1,
    exchanges: ['kept'],
    distortions: [],
    versions: {},
    samples: [{ time: 50, waiting: 0, inFlight: 0, desired: 1, pods: { pending: 0, starting: 0, ready: 1, terminating: 0 }, nodes: {} }],
    events: [{ time: 10, kind: 'scale', text: 'replicas 0 → 1' }],
    jobs: [],
    pods: [{ name: 'gone', gpus: 1, created: 1, bound: 2, ready: 3, gone: 40 }, { name: 'there', gpus: 1, created: 60, bound: 70 }],
    nodes: [
      { name: 'gone', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1, launched: 1, gone: 90 },
      { name: 'there', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1, launched: 50 },
    ],
  };
  const there = recording.nodes[1];
  startAt(recording, 100);
  expect(recording).toMatchObject({ exchanges: ['kept'], samples: [], events: [], nodes: [{ name: 'there', launched: 0 }] });
  expect(recording.pods).toEqual([{ name: 'there', gpus: 1, created: -40, bound: -30, ready: undefined }]);
  expect(recording.nodes[0]).toBe(there); // whoever recorded it goes on doing so
});
