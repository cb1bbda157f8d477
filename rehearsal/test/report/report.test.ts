import { renderReport } from '../../src/report/report';
import { Recording } from '../../src/run/recording';
import { summarize } from '../../src/run/summary';

const RECORDING: Recording = {
  title: 'dist/ with <story>.csv',
  speed: 6,
  jobsPerReplica: 5,
  maxReplicas: 20,
  exchanges: ['NodePool gpus: nodeClassRef EC2NodeClass → KWOKNodeClass'],
  distortions: ['Karpenter drains a node for at least 5 s'],
  versions: { KEDA: '2.21.0', kwok: '0.8.0' },
  samples: [
    { time: 0, waiting: 47, inFlight: 0, desired: 0, pods: { pending: 0, starting: 0, ready: 0, terminating: 0 }, nodes: {} },
    { time: 60, waiting: NaN, inFlight: NaN, desired: 10, pods: { pending: 0, starting: 9, ready: 1, terminating: 0 }, nodes: { 'g5.xlarge': 10 } },
  ],
  events: [
    { time: 60, kind: 'scale', text: 'replicas 1 → 10 </script>' },
    ...(['activation', 'pod', 'node', 'preemption', 'killed', 'fault', 'end'] as const).map((kind) => ({ time: 61, kind, text: `a ${kind}` })),
  ],
  jobs: [{ arrival: 0, service: 20, started: 60, done: 80, kills: 0 }],
  pods: [],
  nodes: [{ name: 'n', instanceType: 'g5.xlarge', gpus: 1, usdPerHour: 1.006, launched: 5 }],
  ended: 120,
};

describe('report', () => {
  const page = renderReport(RECORDING, summarize(RECORDING));
  /** Without the megabyte of the plotting library, which would drown a failure. */
  const own = page.replace(/<script>[\s\S]*?<\/script>/, '');

  test('is one page that loads nothing', () => {
    expect(own).not.toMatch(/<(script|link|img)[^>]*(src|href)=/);
    expect(page.length - own.length).toBeGreaterThan(500_000); // the plotting library is in it
  });

  test('has the figures, what was exchanged, and what is distorted', () => {
    for (const text of ['1 of 1', 'jobs done', 'KEDA 2.21.0', 'nodeClassRef EC2NodeClass → KWOKNodeClass', 'What speed 6 distorts', 'Karpenter drains a node']) {
      expect(own).toContain(text);
    }
  });

  test('texts cannot break out of the page', () => {
    expect(own).toContain('dist/ with &#60;story&#62;.csv');
    expect(own.match(/<\/script>/g)).toHaveLength(1);
  });

  test('every kind of event has its line', () => {
    const { kinds, colors } = JSON.parse(/^const data = (.*);$/m.exec(page)![1]) as { kinds: string[]; colors: Record<string, string> };
    for (const { kind } of RECORDING.events) {
      expect(kinds).toContain(kind);
      expect(colors[kind]).toMatch(/^#/);
    }
  });

  test('a queue that could not be read is a gap', () => {
    expect(own).toContain('"points":[[0,47],[60,null]]');
  });
});
