/** What breaks in production breaks here: as long as jobs run, no fault may take the workers away, and each is recovered from by itself. */
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { rehearsedApp, shortWindow } from './support/rehearsed-app';
import { Figures } from '../../bench/figures';
import { Rehearsal } from '../src/run/rehearsal';

const COOLDOWN = 20;

/** Longer than cooldown, HPA window and several polls together: a false zero would show. Seconds. */
const FAULT = 40;

/** As on every cluster. Seconds. */
const HPA_SYNC = 15;

/** Jobs that outlast the scenario, at 5 a replica. */
const JOBS = 20;
const REPLICAS = JOBS / 5;

const figures = new Figures('rehearsal-faults');
const targetsFile = join(mkdtempSync(join(tmpdir(), 'targets-')), 'targets.json');
let rehearsal: Rehearsal;

before(async () => {
  writeFileSync(targetsFile, '{}');
  const manifests = rehearsedApp({
    name: 'faults', maxReplicas: 8, jobsPerReplica: 5, maxJob: 20, cooldown: COOLDOWN, worker: { behavior: shortWindow(8, 15) },
  });
  rehearsal = await Rehearsal.start({
    name: 'scenario-faults',
    title: 'faults',
    manifests,
    nodeStart: 3,
    delays: { imagePull: 1, modelLoad: 1 },
    scalerReplicas: 2,
    scalerEnv: { TARGETS_FILE: targetsFile },
    log: (line) => console.log(`[faults] ${line}`),
  });
  await rehearsal.feed(Array.from({ length: JOBS }, () => ({ arrival: 0, service: 3600 })));
  await rehearsal.until(`${REPLICAS} replicas`, 60, () => rehearsal.latest.desired === REPLICAS);
}, { timeout: 240_000 });
after(() => rehearsal?.stop(), { timeout: 60_000 });

/** The value that the HPA would be given now; nothing if KEDA has none. */
async function metric(): Promise<number | undefined> {
  const { namespace, scaledObject } = rehearsal.worker;
  const path = `/apis/external.metrics.k8s.io/v1beta1/namespaces/${namespace}/s0-jobs-outstanding?labelSelector=scaledobject.keda.sh%2Fname%3D${scaledObject}`;
  try {
    return Number(JSON.parse(await rehearsal.plane.kubectl(['get', '--raw', path, '--request-timeout=5s'])).items[0].value);
  } catch {
    return undefined;
  }
}

/**
 * Breaks something, looks on for `FAULT` seconds, mends it, looks on for one more sync of the HPA, and writes down how long the way back takes.
 *
 * @param kedaHas the value that KEDA has at the end of the fault; `unasked` where the question itself would change what happens
 */
async function survive(
  what: string, kedaHas: 'a value' | 'none' | 'unasked', breaks: () => Promise<void> | void, mends: () => Promise<void> | void,
): Promise<void> {
  rehearsal.mark('fault', what);
  await breaks();
  let lowest = rehearsal.latest.desired;
  const lookOn = async (seconds: number) => {
    const until = Date.now() + seconds * 1000;
    while (Date.now() < until) {
      lowest = Math.min(lowest, rehearsal.latest.desired);
      await sleep(200);
    }
  };
  await lookOn(FAULT);
  if (kedaHas !== 'unasked') {
    assert.equal(await metric(), kedaHas === 'none' ? undefined : JOBS, `${what}: the value that KEDA has during the fault`);
  }
  await mends();
  const began = Date.now();
  while (await metric() !== JOBS) {
    assert.ok(Date.now() - began < 90_000, `${what}: KEDA has no value 90 s after the end of the fault`);
    await lookOn(0.2);
  }
  figures.add(`${what}: value back after`, { value: (Date.now() - began) / 1000, unit: 's', goal: 70, better: 'lower' });
  await lookOn(HPA_SYNC);
  assert.equal(lowest, REPLICAS, `${what}: replicas fell to ${lowest}`);
}

/** Brings back what the fault took away. */
let restart: () => Promise<void>;

test('both scaler replicas killed, and restarted after a while', { timeout: 240_000 }, () =>
  survive('scaler killed', 'none', async () => {
    restart = await rehearsal.scaler.kill();
  }, () => restart()));

test('both scaler replicas hung (SIGSTOP), and going on', { timeout: 240_000 }, () =>
  // A question that is given up makes KEDA drop its scalers, and a poll that meets this counts as inactive: see docs/how-this-is-proven.md.
  survive('scaler hung', 'unasked', () => rehearsal.scaler.signal('SIGSTOP'), () => rehearsal.scaler.signal('SIGCONT')));

test('Redis killed, and restarted with what it held', { timeout: 240_000 }, () =>
  survive('Redis killed', 'none', () => rehearsal.redis.kill(), () => rehearsal.redis.launch()));

test('KEDA operator restarted while the scaler is down', { timeout: 240_000 }, () =>
  survive('operator restarted while the scaler is down', 'none', async () => {
    restart = await rehearsal.scaler.kill();
    await rehearsal.plane.restart('keda-operator');
  }, () => restart()));

test('both scaler replicas rolling: each gets a successor on a new address, and ends', { timeout: 240_000 }, async () => {
  let gap = 0;
  await survive('scaler rolled', 'a value', async () => {
    let rolling = true;
    const asked = (async () => {
      for (let hadOne = Date.now(); rolling; gap = Math.max(gap, Date.now() - hadOne)) {
        hadOne = await metric() === JOBS ? Date.now() : hadOne;
        await sleep(100);
      }
    })();
    assert.deepEqual(await rehearsal.scaler.roll(), [0, 0], 'they end with 0');
    rolling = false;
    await asked;
  }, () => undefined);
  figures.add('scaler rolled: longest time without a value', { value: gap / 1000, unit: 's', goal: 30, better: 'lower' });
  assert.ok(gap < 30_000, `KEDA had no value for ${gap} ms of a rolling update`);
});

test('a live target reaches the HPA without an apply', { timeout: 180_000 }, async () => {
  const { namespace, scaledObject } = rehearsal.worker;
  writeFileSync(targetsFile, JSON.stringify({ [`${namespace}/${scaledObject}`]: 10 }));
  const began = Date.now();
  const target = () => rehearsal.plane.kubectl(['get', 'hpa', `keda-hpa-${scaledObject}`, '-n', namespace, '-o', 'jsonpath={.spec.metrics[0].external.target.averageValue}']);
  while (await target() !== '10') {
    assert.ok(Date.now() - began < 90_000, `the HPA's target is still ${await target()}`);
    await sleep(200);
  }
  figures.add('live target in the HPA after', { value: (Date.now() - began) / 1000, unit: 's', goal: 70, better: 'lower' });
  await rehearsal.until(`${JOBS / 10} replicas at 10 jobs each`, 60, () => rehearsal.latest.desired === JOBS / 10);
});
