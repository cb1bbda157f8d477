/** The mission's story, end to end: 47 jobs in the Redis Stream, 10 replicas, machines, drained, 0 replicas, 0 machines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearsedApp, shortWindow } from './support/rehearsed-app';
import { Figures } from '../../bench/figures';
import { Rehearsal } from '../src/run/rehearsal';
import { summarize } from '../src/run/summary';

/** Seconds. The HPA decides every 15 s, as on every cluster. */
const HPA_SYNC = 15;
const NODE_START = 20;
const COOLDOWN = 30;
const JOB = 10;

test('47 jobs: 0 → 1 by push, → 10 by the HPA, machines, drained, → 0, no machine', { timeout: 420_000 }, async () => {
  const figures = new Figures('rehearsal-story');
  const app = rehearsedApp({
    name: 'story', maxReplicas: 20, jobsPerReplica: 5, maxJob: JOB, cooldown: COOLDOWN, worker: { behavior: shortWindow(20, 30) },
  });
  const rehearsal = await Rehearsal.start({
    name: 'scenario-story', title: 'story', manifests: app, nodeStart: NODE_START, delays: { imagePull: 5, modelLoad: 5 }, log: (line) => console.log(`[story] ${line}`),
  });
  try {
    await rehearsal.until('KEDA has taken the first apply to 0', 120, () => rehearsal.latest.desired === 0 && rehearsal.latest.nodes === 0);
    await rehearsal.feed(Array.from({ length: 47 }, () => ({ arrival: 0, service: JOB })));
    const first = await rehearsal.until('the first replica', 10, () => rehearsal.latest.desired >= 1);
    const ten = await rehearsal.until('10 replicas', 2 * HPA_SYNC + 5, () => rehearsal.latest.desired === 10);
    figures.add('first replica after the first job', { value: first, unit: 's', goal: 3, better: 'lower' });
    figures.add('10 replicas after the first job', { value: ten, unit: 's', goal: HPA_SYNC + 3, better: 'lower' });
    assert.ok(first <= 3, `the first replica came after ${first} s`);
    assert.ok(ten <= HPA_SYNC + 3, `10 replicas came after ${ten} s`);
    await rehearsal.finished(300);

    const { recording } = rehearsal;
    const summary = summarize(recording);
    assert.equal(summary.jobsDone, 47);
    assert.equal(summary.jobsKilled, 0);
    assert.equal(summary.neededReplicas, 10);
    assert.equal(summary.maxReplicas, 10, 'never more than the queue asks for');
    assert.deepEqual([...new Set(recording.nodes.map(({ instanceType }) => instanceType))], ['g5.xlarge'], 'the cheapest one-GPU machine, one a worker');
    assert.ok(recording.nodes.length <= 10, `${recording.nodes.length} machines for 10 workers`);
    assert.equal(summary.nodesAtEnd, 0);
    const drained = Math.max(...recording.jobs.map(({ done }) => done!));
    const ready = Math.min(...recording.nodes.map(({ launched }) => launched));
    figures.add('machine launched after the first job', { value: ready, unit: 's', goal: HPA_SYNC, better: 'lower' });
    figures.add('first worker ready after the first job', { value: summary.firstReady!, unit: 's', goal: NODE_START + 15, better: 'lower' });
    figures.add('drained after the first job', { value: drained, unit: 's', better: 'lower' });
    const zero = recording.events.filter(({ text }) => text.endsWith('→ 0')).at(-1)!.time;
    figures.add('0 replicas after the last job', { value: zero - drained, unit: 's', better: 'lower' });
    figures.add('no machine after the last job', { value: recording.ended! - drained, unit: 's', better: 'lower' });
    assert.ok(zero - drained >= COOLDOWN - 6, `0 replicas ${zero - drained} s after the last job, before the cooldown of ${COOLDOWN} s`);
    recording.events.forEach(({ time, text }) => console.log(`[story] ${time.toFixed(1).padStart(6)} s  ${text}`));
  } finally {
    await rehearsal.stop();
  }
});
