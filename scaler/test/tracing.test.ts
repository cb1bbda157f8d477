import { once } from 'events';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { AddressInfo, createServer } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { credentials, makeClientConstructor, Metadata } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { FREE, portOf, Running } from './running';
import { Keda, memory, METRIC, pause, redisConfig, redisStream, ref, secretFile, timed } from './support';
import { renderScalerConfig } from '../../lib/contract';
import { freePort } from '../../rehearsal/src/run/free-port';
import { CollectedSpan, describeWithCollector, Kind, OpenTelemetryCollector } from '../../test/support/opentelemetry-collector';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { EXTERNAL_SCALER_SERVICE } from '../src/external-scaler-proto';

const PASSWORD = 'correct horse';

/** Spans are sent soon. */
const SOON = { OTEL_BSP_SCHEDULE_DELAY: '50' };

const rpc = (method: string) => `externalscaler.ExternalScaler/${method}`;

/** A scaler in a process of its own that sends traces, and KEDA beside it. */
class TracedScaler {
  public static async start(env: { readonly [name: string]: string }): Promise<TracedScaler> {
    const running = new Running({ ...FREE, ...SOON, ...env });
    return new TracedScaler(running, portOf((await running.line('listening')).grpc));
  }

  public readonly keda: Keda;

  private constructor(public readonly running: Running, public readonly port: number) {
    this.keda = new Keda(port);
  }

  public get problems(): readonly { readonly [field: string]: unknown }[] {
    return this.running.lines.filter(({ msg }) => msg === 'problem with traces');
  }

  public async stop(): Promise<number | null> {
    this.keda.close();
    this.running.kill('SIGTERM');
    return this.running.exit;
  }
}

describeWithCollector('traces', () => {
  describeWithRedis('of a scaler that reads a Redis', () => {
    const directory = mkdtempSync(join(tmpdir(), 'tracing-'));
    const targets = join(directory, 'targets.json');
    let collector: OpenTelemetryCollector;
    let redis: RedisServer;
    let jobs: Redis;
    let scaler: TracedScaler;
    let streams = 0;
    let stream = '';

    beforeAll(async () => {
      [collector, redis] = await Promise.all([OpenTelemetryCollector.start(), RedisServer.start(['--requirepass', PASSWORD])]);
      jobs = redis.client({ password: PASSWORD });
      const config = join(directory, 'scaler.json');
      writeFileSync(config, renderScalerConfig(redisConfig(redis.port, secretFile(PASSWORD))));
      writeFileSync(targets, '{}');
      scaler = await TracedScaler.start({
        CONFIG_FILE: config,
        TARGETS_FILE: targets,
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
        OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=scaler-0,team=ml%20platform',
      });
    });
    afterAll(async () => {
      await scaler.stop();
      jobs.disconnect();
      await Promise.all([collector.stop(), redis.stop()]);
      rmSync(directory, { recursive: true });
    });
    beforeEach(() => {
      stream = `jobs-${streams++}`;
    });

    const isOf = (name: string) => (span: CollectedSpan) => span.name === name && span.attributes['gpu_scaler.object'] === `ml-platform/${stream}`;
    const call = (method: string) => collector.span(isOf(rpc(method)));
    const readingBelow = ({ traceId, spanId }: CollectedSpan) => collector.span((span) => span.traceId === traceId && span.parentSpanId === spanId);
    const updateOf = (opening: CollectedSpan, event: object) => collector.span(({ name, links, events }) =>
      name === `${opening.name} update` && links.includes(opening.spanId) && JSON.stringify(events[0]?.attributes) === JSON.stringify(event));
    /** Each test has a stream and an object of its own. */
    const object = () => ref(redisStream(stream), {}, stream);
    const wait = async (count: number) => {
      for (let job = 0; job < count; job++) {
        await jobs.xadd(stream, '*', 'prompt', 'a cat');
      }
    };

    test('a call is a span, and the reading that it begins one below it', async () => {
      await jobs.xgroup('CREATE', stream, 'workers', '0', 'MKSTREAM');
      await wait(3);
      await jobs.xreadgroup('GROUP', 'workers', 'worker-1', 'COUNT', 1, 'STREAMS', stream, '>');
      await scaler.keda.getMetrics(object());
      const span = await call('GetMetrics');
      expect(span).toMatchObject({ kind: Kind.SERVER, parentSpanId: '', isError: false, links: [] });
      expect(span.attributes).toEqual({
        'rpc.system.name': 'grpc',
        'rpc.method': rpc('GetMetrics'),
        'rpc.status_code': 'OK',
        'gpu_scaler.object': `ml-platform/${stream}`,
      });
      expect(span.resource).toMatchObject({ 'service.name': 'gpu-scaler', 'k8s.pod.name': 'scaler-0', 'team': 'ml platform' });
      const reading = await readingBelow(span);
      expect(reading).toMatchObject({ name: 'read redis-stream', kind: Kind.CLIENT, isError: false });
      expect(reading.attributes).toEqual({
        'gpu_scaler.source.type': 'redis-stream',
        'gpu_scaler.source.connection': 'jobs',
        'gpu_scaler.jobs.waiting': 2,
        'gpu_scaler.jobs.in_flight': 1,
      });
    });

    test('a call that waits for the reading of another is linked to it', async () => {
      redis.pause();
      const calls = [scaler.keda.getMetrics(object()), scaler.keda.isActive(object())];
      await pause(200);
      redis.resume();
      await Promise.all(calls);
      const [first, second] = [await call('GetMetrics'), await call('IsActive')];
      const reading = await readingBelow(first);
      expect([first.links, second.links]).toEqual([[], [reading.spanId]]);
      expect(collector.spans.filter(({ traceId }) => traceId === second.traceId)).toEqual([second]);
    });

    test('the parts of a source put together are read below one call', async () => {
      const together = ref({ type: 'sum', sources: [redisStream(`${stream}-a`), { type: 'redis-list', connection: 'jobs', waiting: [`${stream}-b`], inFlight: [] }] }, {}, stream);
      await scaler.keda.getMetrics(together);
      const { spanId } = await call('GetMetrics');
      const readings = collector.spans.filter(({ parentSpanId }) => parentSpanId === spanId).map(({ name }) => name);
      expect(readings.sort()).toEqual(['read redis-list', 'read redis-stream']);
    });

    test('what a caller asks for wrongly is no error of the server', async () => {
      await timed(() => scaler.keda.getMetrics(object(), 'other'));
      const span = await call('GetMetrics');
      expect(span.isError).toBe(false);
      expect(span.attributes).toMatchObject({ 'rpc.status_code': 'NOT_FOUND' });
    });

    test('a source that cannot be read is an error, named and not quoted', async () => {
      redis.pause();
      await timed(() => scaler.keda.getMetrics(object()));
      redis.resume();
      const span = await call('GetMetrics');
      expect(span.isError).toBe(true);
      expect(span.attributes).toMatchObject({ 'rpc.status_code': 'UNAVAILABLE', 'error.type': 'UNAVAILABLE' });
      const reading = await readingBelow(span);
      expect(reading.isError).toBe(true);
      expect(reading.attributes).toEqual({ 'gpu_scaler.source.type': 'redis-stream', 'gpu_scaler.source.connection': 'jobs', 'error.type': expect.stringMatching(/Error$/) });
    });

    test('a stream is a span until its first message; what is told later has a trace of its own, linked to it', async () => {
      const open = scaler.keda.streamIsActive(object());
      await open.count(1);
      const opening = await call('StreamIsActive');
      expect(opening.events).toEqual([{ name: 'told', attributes: { 'gpu_scaler.active': false } }]);
      expect(opening.ms).toBeLessThan(2000);
      await readingBelow(opening);
      await wait(1);
      await open.count(2);
      const update = await updateOf(opening, { 'gpu_scaler.active': true });
      expect(update).toMatchObject({ kind: Kind.INTERNAL, parentSpanId: '' });
      expect(update.traceId).not.toBe(opening.traceId);
      expect((await readingBelow(update)).attributes).toMatchObject({ 'gpu_scaler.jobs.waiting': 1 });
      open.cancel();
    });

    test('a target that changes is told in a trace of its own', async () => {
      const open = scaler.keda.streamMetricSpec(object());
      await open.count(1);
      const opening = await call('StreamMetricSpec');
      expect(opening.events).toEqual([{ name: 'told', attributes: { 'gpu_scaler.target': 5 } }]);
      writeFileSync(targets, JSON.stringify({ [`ml-platform/${stream}`]: 7 }));
      await open.count(2);
      await updateOf(opening, { 'gpu_scaler.target': 7 });
      open.cancel();
    });

    test('a stream that is refused is over', async () => {
      const wrong = object();
      await scaler.keda.streamIsActive({ ...wrong, scalerMetadata: { ...wrong.scalerMetadata, jobsPerReplica: 'five' } }).end();
      await collector.span(({ name, attributes }) => name === rpc('StreamIsActive') && attributes['rpc.status_code'] === 'INVALID_ARGUMENT');
    });

    test('no address and no secret is in any of it', async () => {
      expect(collector.spans.length).toBeGreaterThan(10);
      const text = JSON.stringify(collector.spans);
      for (const secret of [PASSWORD, '127.0.0.1', String(redis.port)]) {
        expect(text).not.toContain(secret);
      }
    });
  });

  describe('that a caller is part of', () => {
    let collector: OpenTelemetryCollector;
    let scaler: TracedScaler;

    beforeAll(async () => {
      collector = await OpenTelemetryCollector.start();
      scaler = await TracedScaler.start({
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0',
      });
    });
    afterAll(async () => {
      await scaler.stop();
      await collector.stop();
    });

    test('go on in the scaler, recorded if the caller records; others are recorded as often as the sampler says', async () => {
      const client = new (makeClientConstructor(EXTERNAL_SCALER_SERVICE, 'ExternalScaler'))(`127.0.0.1:${scaler.port}`, credentials.createInsecure());
      const getMetrics = (traceparent?: string) => new Promise((resolve, reject) => {
        const metadata = new Metadata();
        if (traceparent !== undefined) {
          metadata.set('traceparent', traceparent);
        }
        client.GetMetrics({ scaledObjectRef: ref(memory()), metricName: METRIC }, metadata,
          (error: Error | null, answer: unknown) => (error === null ? resolve(answer) : reject(error)));
      });
      const [recorded, unrecorded] = ['a', 'b'].map((digit) => digit.repeat(32));
      await getMetrics();
      await getMetrics('no traceparent');
      await getMetrics(`00-${unrecorded}-${'1'.repeat(16)}-00`);
      await getMetrics(`00-${recorded}-${'2'.repeat(16)}-01`);
      const span = await collector.span(({ name }) => name === rpc('GetMetrics'));
      expect(span).toMatchObject({ traceId: recorded, parentSpanId: '2'.repeat(16) });
      expect(new Set(collector.spans.map(({ traceId }) => traceId))).toEqual(new Set([recorded]));
      client.close();
    });
  });

  test('that were not sent yet are sent at the end', async () => {
    const collector = await OpenTelemetryCollector.start();
    try {
      const scaler = await TracedScaler.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_BSP_SCHEDULE_DELAY: '600000' });
      await scaler.keda.getMetrics(ref(memory()));
      expect(collector.spans).toEqual([]);
      expect(await scaler.stop()).toBe(0);
      expect(collector.spans.map(({ name }) => name).sort()).toEqual([rpc('GetMetrics'), 'read memory']);
    } finally {
      await collector.stop();
    }
  });

  test('go where only those may send who have a token', async () => {
    const collector = await OpenTelemetryCollector.start('abc=');
    const [knows, doesNot] = await Promise.all([
      TracedScaler.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint, OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20abc%3D' }),
      TracedScaler.start({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint }),
    ]);
    try {
      await doesNot.keda.isActive(ref(memory()));
      expect((await doesNot.running.line('problem with traces')).problem).toBe('Unauthorized 401');
      expect(collector.spans).toEqual([]);
      await knows.keda.isActive(ref(memory()));
      await collector.span(({ name }) => name === rpc('IsActive'));
      expect(knows.problems).toEqual([]);
    } finally {
      await Promise.all([knows.stop(), doesNot.stop()]);
      await collector.stop();
    }
  });
});

describe('a collector that is away', () => {
  /** It takes what is sent, and never answers. */
  const silent = createServer((socket) => socket.on('error', () => undefined).resume());
  let silentEndpoint = '';

  beforeAll(async () => {
    await once(silent.listen(0, '127.0.0.1'), 'listening');
    silentEndpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    silent.close();
  });

  test.each([
    ['refuses', async () => `http://127.0.0.1:${await freePort()}`, /^connect ECONNREFUSED 127\.0\.0\.1/],
    ['does not answer', async () => silentEndpoint, /^Request timed out$/],
  ])('and %s costs no call anything, and is one line of the log', async (_, endpoint, problem) => {
    const scaler = await TracedScaler.start({ OTEL_EXPORTER_OTLP_ENDPOINT: await endpoint(), OTEL_EXPORTER_OTLP_TIMEOUT: '500' });
    const took: number[] = [];
    for (let call = 0; call < 300; call++) {
      const { ms, error } = await timed<unknown>(() => scaler.keda.isActive(ref(memory())));
      expect(error).toBeUndefined();
      took.push(ms);
    }
    expect(took.sort((a, b) => a - b)[150]).toBeLessThan(100); // who waited would wait 500 ms
    expect((await scaler.running.line('problem with traces')).problem).toMatch(problem);
    await pause(1000); // there are more of them meanwhile
    expect(scaler.problems).toHaveLength(1);
    expect(await scaler.stop()).toBe(0);
  });

  test('does not hold up the end', async () => {
    const scaler = await TracedScaler.start({ OTEL_EXPORTER_OTLP_ENDPOINT: silentEndpoint });
    await scaler.keda.isActive(ref(memory()));
    const began = performance.now();
    expect(await scaler.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(5000); // an export may take 10 s
    expect(scaler.problems.map(({ problem: words }) => words)).toEqual(['the last traces were not taken within 2000 ms']);
  });
});
