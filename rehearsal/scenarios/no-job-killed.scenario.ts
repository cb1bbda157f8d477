/** 1,000 jobs with scale-in in the middle: none is killed with our manifests; with the usual public ones some are. Both are counted here. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rehearsedApp, shortWindow } from './support/rehearsed-app';
import { Manifest } from './support/synthesize';
import { Figures } from '../../bench/figures';
import { Rehearsal } from '../src/run/rehearsal';
import { summarize, Summary } from '../src/run/summary';
import { TraceJob } from '../src/run/trace';

const JOBS = 1000;
const MAX_REPLICAS = 20;
const CONCURRENCY = 12;

/** Seconds, well after the last arrival, when the usual manifests have killed whom they kill. What they took has yet to be done again. */
const SEEN_AFTER = 270;

/** Two bursts with a thin stretch between them, in which replicas are taken away while jobs of 5 to 60 s run. */
function trace(): TraceJob[] {
  const service = (index: number) => 5 + index * 37 % 56;
  return Array.from({ length: JOBS }, (_, index) => ({
    arrival: index < 700 ? index * 0.02 : index < 760 ? 40 + (index - 700) : 130 + (index - 760) * 0.05, service: service(index),
  }));
}

/** What blogs and examples show: KEDA's redis-streams trigger on the lag alone, no behavior, the default grace of 30 s. */
function usualManifests(ours: readonly Manifest[]): Manifest[] {
  return ours.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] !== 'external-scaler').map((manifest) => {
    const object = structuredClone(manifest);
    if (object.kind === 'Deployment') {
      object.spec.template.spec.terminationGracePeriodSeconds = 30;
    }
    if (object.kind === 'ScaledObject') {
      object.spec.advanced.horizontalPodAutoscalerConfig = {
        behavior: { scaleDown: { stabilizationWindowSeconds: 15, policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] } },
      };
      object.spec.triggers = [{
        type: 'redis-streams', metadata: { address: 'redis:6379', stream: 'inference-jobs', consumerGroup: 'workers', lagCount: String(CONCURRENCY), activationLagCount: '0' },
      }];
    }
    return object;
  });
}

/** Until all jobs are done or so many seconds are over. */
async function play(name: string, manifests: readonly Manifest[], seconds = Infinity): Promise<Summary> {
  const rehearsal = await Rehearsal.start({
    name: `scenario-${name}`,
    title: name,
    manifests,
    nodeStart: 5,
    delays: { imagePull: 2, modelLoad: 2 },
    concurrency: CONCURRENCY,
    log: (line) => console.log(`[${name}] ${line}`),
  });
  try {
    await rehearsal.feed(trace());
    await rehearsal.until('all jobs done', 600, () => rehearsal.outstanding === 0 || rehearsal.now() > seconds);
    rehearsal.recording.ended = rehearsal.now();
    const { events } = rehearsal.recording;
    const shrunk = events.filter(({ kind, text }) => kind === 'scale' && Number(text.split(' → ')[1]) < Number(text.split(' ')[1])).length;
    assert.ok(shrunk > 0, 'replicas were taken away while jobs ran');
    events.filter(({ kind }) => kind === 'scale' || kind === 'killed').forEach(({ time, text }) => console.log(`[${name}] ${time.toFixed(1).padStart(6)} s  ${text}`));
    return summarize(rehearsal.recording);
  } finally {
    await rehearsal.stop();
  }
}

test(`${JOBS} jobs of 5 to 60 s with scale-in in the middle`, { timeout: 900_000 }, async () => {
  const figures = new Figures('rehearsal-no-job-killed');
  const ours = rehearsedApp({
    name: 'jobs', maxReplicas: MAX_REPLICAS, jobsPerReplica: CONCURRENCY, maxJob: 60, cooldown: 30, worker: { behavior: shortWindow(MAX_REPLICAS, 15) },
  });
  // Side by side: two control planes, two Redis, one machine.
  const [safe, usual] = await Promise.all([play('ours', ours), play('usual', usualManifests(ours), SEEN_AFTER)]);
  figures.add('jobs killed with our manifests', { value: safe.jobsKilled, unit: 'jobs', goal: 0, better: 'lower' });
  figures.add('jobs killed with the usual manifests', { value: usual.jobsKilled, unit: 'jobs', better: 'lower' });
  figures.add(`jobs not done after ${SEEN_AFTER} s with the usual manifests`, { value: JOBS - usual.jobsDone, unit: 'jobs', better: 'lower' });
  assert.equal(safe.jobsDone, JOBS);
  assert.equal(safe.jobsKilled, 0);
  assert.ok(usual.jobsKilled > 0, 'the usual manifests killed no job: the check cannot tell the difference');
});
