import { mkdtempSync, writeFileSync } from 'fs';
import { request } from 'http';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Keda, memory, METRIC, pause, redisStream, ref, start, timed } from './support';
import { ExternalScalerClient } from '../../conformance/src/keda/external-scaler-client';
import { Stream } from '../../conformance/src/keda/stream';

import { ScaledObjectRef } from '../src/external-scaler-proto';
import { Scaler } from '../src/scaler';

describe('the five calls', () => {
  let scaler: Scaler;
  let keda: Keda;
  let queue = '';
  let queues = 0;

  beforeAll(async () => {
    scaler = await start();
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda.close();
    await scaler.stop();
  });
  beforeEach(() => {
    queue = `queue-${queues++}`;
  });

  const change = async (what: string, count: number, name: string = queue) => {
    const answer = await fetch(`http://127.0.0.1:${scaler.healthPort}/queues/${name}/${what}?count=${count}`, { method: 'POST' });
    expect(answer.status).toBe(200);
    return await answer.json() as { waiting: number; inFlight: number; moved?: number };
  };

  test('GetMetricSpec gives the target of the metadata, in the float field', async () => {
    expect(await keda.getMetricSpec(ref(memory(queue), { jobsPerReplica: 2.5 }))).toEqual({
      metricSpecs: [{ metricName: METRIC, targetSize: 0, targetSizeFloat: 2.5 }],
    });
  });

  test('GetMetrics gives exactly one value, waiting and in flight, in the float field', async () => {
    await change('add', 47);
    await change('take', 7);
    expect(await keda.getMetrics(ref(memory(queue)))).toEqual({
      metricValues: [{ metricName: METRIC, metricValue: 0, metricValueFloat: 47 }],
    });
  });

  test('a large number arrives as it is', async () => {
    await change('add', 2 ** 40);
    expect(await keda.poll(ref(memory(queue)))).toMatchObject({ value: 2 ** 40 });
  });

  test('zero is zero, and inactive', async () => {
    expect(await keda.poll(ref(memory(queue)))).toEqual({ target: 5, value: 0, active: false });
  });

  test.each([[0, 1, true], [3, 3, false], [3, 4, true]])('threshold %p with %p jobs: active is %p', async (activationThreshold, jobs, active) => {
    await change('add', jobs);
    expect(await keda.poll(ref(memory(queue), { activationThreshold }))).toMatchObject({ value: jobs, active });
  });

  test('two triggers of one object, and two kinds of one name, are kept apart', async () => {
    await change('add', 3);
    await change('add', 5, `${queue}-other`);
    expect(await keda.poll(ref(memory(queue), { triggerId: 'a' }))).toMatchObject({ value: 3 });
    expect(await keda.poll(ref(memory(`${queue}-other`), { triggerId: 'b' }))).toMatchObject({ value: 5 });
    expect(await keda.poll(ref(memory(queue), { kind: 'ScaledJob', jobsPerReplica: 1 }))).toMatchObject({ value: 3, target: 1 });
  });

  describe('refuses', () => {
    test('wrong metadata, with what is wrong and what to do, on every call', async () => {
      const wrong = ref(memory(queue));
      const object = { ...wrong, scalerMetadata: { ...wrong.scalerMetadata, jobsPerReplica: 'five' } };
      const expected = { code: status.INVALID_ARGUMENT, details: 'jobsPerReplica: got "five"; expected a finite number of at least 0.001; correct jobsPerReplica' };
      for (const call of [() => keda.getMetricSpec(object), () => keda.getMetrics(object), () => keda.isActive(object)]) {
        expect((await timed<unknown>(call)).error).toMatchObject(expected);
      }
      expect(await keda.streamIsActive(object).end()).toMatchObject(expected);
      expect(await keda.streamMetricSpec(object).end()).toMatchObject(expected);
    });

    test('empty metadata', async () => {
      const { error } = await timed(() => keda.getMetricSpec({ name: 'worker', namespace: 'ml-platform', scalerMetadata: {} }));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('schemaVersion: got nothing') });
    });

    test('metadata of 100,000 characters in few words, because clients take few headers, and other calls of the connection go on', async () => {
      const right = ref(memory(queue));
      const object = { ...right, scalerMetadata: { ...right.scalerMetadata, jobsPerReplica: '𝄞'.repeat(50_000) } };
      const open = keda.streamIsActive(right);
      await open.count(1);
      for (const call of [() => keda.getMetricSpec(object), () => keda.getMetrics(object, 'x'.repeat(100_000)), () => keda.isActive(object)]) {
        const { error } = await timed<unknown>(call);
        expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringMatching(/^jobsPerReplica: got "𝄞.* … .*𝄞"; expected .*; correct jobsPerReplica$/su) });
        expect(error!.details.length).toBeLessThan(1100);
      }
      expect(await keda.streamIsActive(object).end()).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringMatching(/; correct jobsPerReplica$/) });
      expect(open.ended).toBeUndefined();
      open.cancel();
    });

    test('a call about nothing', async () => {
      const { error } = await timed(() => keda.getMetrics(null as unknown as ScaledObjectRef));
      expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('schemaVersion: got nothing') });
    });

    test('another metric', async () => {
      const { error } = await timed(() => keda.getMetrics(ref(memory(queue)), 's0-jobs-outstanding'));
      expect(error).toMatchObject({
        code: status.NOT_FOUND, details: 'metricName: got "s0-jobs-outstanding"; expected "jobs-outstanding", the metric of this trigger; let KEDA reconcile the ScaledObject',
      });
    });

    test('a connection that it does not have', async () => {
      const { error } = await timed(() => keda.getMetrics(ref(redisStream('jobs'))));
      expect(error).toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: 'connection: got "jobs"; expected a connection of this scaler (it has none); add it to the connections of the ExternalScaler, or correct the name',
      });
    });

    test('embedded queues beside connections', async () => {
      const connected = await start({ connections: { jobs: { type: 'redis', host: '127.0.0.1', port: 1, database: 0, tls: false } } });
      const client = new Keda(connected.grpcPort);
      try {
        expect((await timed(() => client.getMetrics(ref(memory(queue))))).error).toMatchObject({ code: status.INVALID_ARGUMENT });
        expect((await fetch(`http://127.0.0.1:${connected.healthPort}/queues/${queue}`)).status).toBe(404);
      } finally {
        client.close();
        await connected.stop();
      }
    });
  });

  describe('StreamIsActive', () => {
    test('tells the state at the beginning and then only inactive to active', async () => {
      const open = keda.streamIsActive(ref(memory(queue)));
      expect((await open.count(1)).value).toEqual({ result: false });
      const began = performance.now();
      await change('add', 1);
      const pushed = await open.count(2);
      expect(pushed.value).toEqual({ result: true });
      expect(pushed.at - began).toBeLessThan(100);
      await change('add', 1); // still active: nothing to tell
      await change('take', 2);
      await change('finish', 2); // inactive: KEDA ignores it
      await pause(2200);
      expect(open.received).toHaveLength(2);
      await change('add', 1);
      expect((await open.count(3)).value).toEqual({ result: true });
      open.cancel();
    });

    test('begins with true where jobs wait', async () => {
      await change('add', 1);
      const open = keda.streamIsActive(ref(memory(queue)));
      expect((await open.count(1)).value).toEqual({ result: true });
      open.cancel();
    });

    test('leaves nothing behind when KEDA cancels, 3,600 times', async () => {
      // Node closes a connection on which more than 1,000 streams are reset at once, so there are several.
      for (let connection = 0; connection < 4; connection++) {
        const client = new ExternalScalerClient(`127.0.0.1:${scaler.grpcPort}`, { ownConnection: true });
        for (let round = 0; round < 9; round++) {
          const opens = Array.from({ length: 100 }, () => new Stream(client.streamIsActive(ref(memory(queue)))));
          await Promise.all(opens.map((open) => open.count(1)));
          expect(scaler.openStreams()).toBeGreaterThanOrEqual(100);
          opens.forEach((open) => open.cancel());
        }
        client.close();
      }
      for (let tries = 0; scaler.openStreams() > 0 && tries < 100; tries++) {
        await pause(20);
      }
      expect(scaler.openStreams()).toBe(0);
    });

    test('500 on one connection leave room for calls', async () => {
      const opens = Array.from({ length: 500 }, (_, index) => keda.streamIsActive(ref(memory(`${queue}-${index}`), {}, `worker-${index}`)));
      await Promise.all(opens.map((open) => open.count(1)));
      const { ms } = await timed(() => keda.poll(ref(memory(queue))));
      expect(ms).toBeLessThan(1000);
      await change('add', 1, `${queue}-250`);
      expect((await opens[250].count(2)).value).toEqual({ result: true });
      expect(opens.filter((open) => open.received.length > 1)).toHaveLength(1);
      opens.forEach((open) => open.cancel());
    });
  });

  test('streams are recycled with OK, so that KEDA forgets its delays', async () => {
    const recycling = await start({ connections: {} }, {}, { recycleMs: 300 });
    const client = new Keda(recycling.grpcPort);
    try {
      const opens = [client.streamIsActive(ref(memory(queue))), client.streamMetricSpec(ref(memory(queue)))];
      expect(await Promise.all(opens.map((open) => open.end(1000)))).toEqual(['OK', 'OK']);
      expect(recycling.openStreams()).toBe(0);
    } finally {
      client.close();
      await recycling.stop();
    }
  });

  test('streams that were opened together are not recycled together, so that KEDA does not open all of them at once', async () => {
    const recycling = await start({ connections: {} }, {}, { recycleMs: 500 });
    const client = new Keda(recycling.grpcPort);
    try {
      const lives = await Promise.all(Array.from({ length: 50 }, () => timed(() => client.streamIsActive(ref(memory(queue))).end(2000))));
      const sorted = lives.map(({ ms }) => ms).sort((a, b) => a - b);
      expect(sorted[0]).toBeGreaterThan(395); // a fifth less, of timers that round down
      expect(sorted[40] - sorted[9]).toBeGreaterThan(50);
    } finally {
      client.close();
      await recycling.stop();
    }
  });

  describe('StreamMetricSpec', () => {
    test('gives the spec at the beginning, and now and then again', async () => {
      const resending = await start({ connections: {} }, {}, { resendMs: 100 });
      const client = new Keda(resending.grpcPort);
      try {
        const open = client.streamMetricSpec(ref(memory(queue)));
        await open.count(3);
        expect(open.received[0].value).toEqual({ metricSpecs: [{ metricName: METRIC, targetSize: 0, targetSizeFloat: 5 }] });
        expect(open.received[2].value).toEqual(open.received[0].value);
      } finally {
        client.close();
        await resending.stop();
      }
    });

    test('gives a changed target, and GetMetricSpec gives the same; a wrong file changes nothing', async () => {
      const targetsFile = join(mkdtempSync(join(tmpdir(), 'targets-')), 'targets.json');
      writeFileSync(targetsFile, '{}');
      const overridden = await start({ connections: {} }, { targetsFile });
      const client = new Keda(overridden.grpcPort);
      const object = ref(memory(queue));
      try {
        const open = client.streamMetricSpec(object);
        await open.count(1);
        writeFileSync(targetsFile, '{"ml-platform/worker": 10}');
        expect((await open.count(2)).value.metricSpecs[0].targetSizeFloat).toBe(10);
        expect((await client.getMetricSpec(object)).metricSpecs[0].targetSizeFloat).toBe(10);
        expect((await client.getMetricSpec(ref(memory(queue), {}, 'other'))).metricSpecs[0].targetSizeFloat).toBe(5);
        for (const wrong of ['{"ml-platform/worker": 0}', '{', '[]']) {
          writeFileSync(targetsFile, wrong);
          await pause(700);
          expect((await client.getMetricSpec(object)).metricSpecs[0].targetSizeFloat).toBe(10);
        }
        expect(open.received).toHaveLength(2);
      } finally {
        client.close();
        await overridden.stop();
      }
    });
  });

  describe('embedded queue over HTTP', () => {
    test('jobs are added, taken and finished, never more than there are', async () => {
      expect(await change('add', 3)).toEqual({ waiting: 3, inFlight: 0 });
      expect(await change('take', 5)).toEqual({ moved: 3, waiting: 0, inFlight: 3 });
      expect(await change('finish', 5)).toEqual({ moved: 3, waiting: 0, inFlight: 0 });
      expect(await (await fetch(`http://127.0.0.1:${scaler.healthPort}/queues/${queue}`)).json()).toEqual({ waiting: 0, inFlight: 0 });
    });

    test.each(['', '?count=', '?count=-1', '?count=1.5', '?count=x'])('refuses %p', async (query) => {
      const answer = await fetch(`http://127.0.0.1:${scaler.healthPort}/queues/${queue}/add${query}`, { method: 'POST' });
      expect(answer.status).toBe(400);
      expect((await answer.json() as { error: string }).error).toContain('expected a whole number of at least 0; append ?count=N');
    });

    test.each(['//', '/queues/%', '*', 'http://elsewhere/queues/trial'])('goes on after a request for %p', async (path) => {
      const code = await new Promise((resolve, reject) => {
        request({ port: scaler.healthPort, path }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end();
      });
      expect(code).toBe(404);
    });

    test('says what there is', async () => {
      const answer = await fetch(`http://127.0.0.1:${scaler.healthPort}/`);
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain('GET /livez');
    });
  });
});
