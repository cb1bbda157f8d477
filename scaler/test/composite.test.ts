import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { Keda, memory, pause, redisConfig, redisStream, ref, start, timed } from './support';
import { SourceMetadata } from '../../lib/contract';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { Scaler } from '../src/scaler';

describe('sources put together', () => {
  let scaler: Scaler;
  let keda: Keda;
  let names: [string, string, string];
  let count = 0;

  beforeAll(async () => {
    scaler = await start();
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda.close();
    await scaler.stop();
  });
  beforeEach(() => {
    names = [`a-${count}`, `b-${count}`, `c-${count++}`];
  });

  const change = (queue: string, what: string, jobs: number) => (
    fetch(`http://127.0.0.1:${scaler.healthPort}/queues/${queue}/${what}?count=${jobs}`, { method: 'POST' }));
  /** Jobs that wait, and jobs in flight. */
  const fill = async (queue: string, waiting: number, inFlight: number) => {
    await change(queue, 'add', waiting + inFlight);
    await change(queue, 'take', inFlight);
  };
  const poll = (source: SourceMetadata) => keda.poll(ref(source));
  const sources = () => names.map((name) => memory(name));

  test('max is the source that has most outstanding, not the most waiting of one and the most in flight of another', async () => {
    await fill(names[0], 10, 0);
    await fill(names[1], 3, 9);
    await fill(names[2], 0, 11);
    expect(await poll({ type: 'max', sources: sources() })).toEqual({ target: 5, value: 12, active: true });
  });

  test('sum is what all have', async () => {
    await fill(names[0], 10, 1);
    await fill(names[1], 3, 9);
    expect(await poll({ type: 'sum', sources: sources() })).toMatchObject({ value: 23, active: true });
  });

  test.each(['max', 'sum'] as const)('%s of one source is that source', async (type) => {
    await fill(names[0], 3, 4);
    expect(await poll({ type, sources: [memory(names[0])] })).toMatchObject({ value: 7 });
  });

  test.each(['max', 'sum'] as const)('%s of empty sources is 0, and one job in any is enough to be active', async (type) => {
    expect(await poll({ type, sources: sources() })).toMatchObject({ value: 0, active: false });
    await pause(1050);
    await change(names[2], 'add', 1);
    expect(await poll({ type, sources: sources() })).toMatchObject({ value: 1, active: true });
  });

  test('weights count a job as more or as less than one', async () => {
    await fill(names[0], 10, 10);
    await fill(names[1], 1, 1);
    expect(await poll({
      type: 'sum',
      sources: [{ type: 'weighted', source: memory(names[0]), weight: 0.1 }, { type: 'weighted', source: memory(names[1]), weight: 4 }],
    })).toMatchObject({ value: 10, active: true });
  });

  test('so many that they are no finite number are an error: KEDA would take them for 0', async () => {
    await fill(names[0], 10, 0);
    const infinite: SourceMetadata = { type: 'weighted', source: memory(names[0]), weight: 1e308 };
    for (const call of [keda.getMetrics(ref(infinite)), keda.isActive(ref(infinite))]) {
      await expect(call).rejects.toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('gave Infinity jobs in all; expected a finite number') });
    }
  });

  describe('pending-to-running is the jobs in flight at which the ratio would be as wanted', () => {
    test.each([
      ['more wait than may: those in flight at which 2 would wait for each', 30, 10, 2, 15],
      ['as many wait as may', 20, 10, 2, 10],
      ['fewer wait: those that are in flight', 19, 10, 2, 10],
      ['none waits: those that are in flight', 0, 3, 2, 3],
      ['nothing in flight: the ratio is infinite, the number is not', 8, 0, 4, 2],
      ['one job, nothing in flight', 1, 0, 4, 0.25],
      ['all done', 0, 0, 4, 0],
      ['a ratio below 1', 10, 10, 0.5, 20],
    ])('%s', async (_, waiting, inFlight, ratio, value) => {
      await fill(names[0], waiting, inFlight);
      expect(await poll({ type: 'pending-to-running', source: memory(names[0]), ratio })).toMatchObject({ value, active: value > 0 });
    });
  });

  test('may be put together again', async () => {
    await fill(names[0], 4, 0);
    await fill(names[1], 3, 0);
    await fill(names[2], 5, 0);
    const [a, b, c] = sources();
    expect(await poll({ type: 'max', sources: [{ type: 'sum', sources: [a, b] }, c] })).toMatchObject({ value: 7 });
  });

  test('a source is read once for all that it is part of, and for itself', async () => {
    await fill(names[0], 4, 0);
    const queue = memory(names[0]);
    await Promise.all([poll(queue), poll({ type: 'sum', sources: [queue, queue] }), poll({ type: 'max', sources: [queue, memory(names[1])] })]);
    const metrics = await (await fetch(`http://127.0.0.1:${scaler.healthPort}/metrics`)).text();
    expect(metrics).toContain(`gpu_scaler_source_reads_total{source="embedded queue ${names[0]}",result="success"} 1\n`);
    expect(metrics).toContain(`gpu_scaler_jobs{source="embedded queue ${names[0]}",state="waiting"} 4\n`);
  });

  test('the first job in any of them is pushed within 100 ms', async () => {
    const open = keda.streamIsActive(ref({ type: 'max', sources: sources() }));
    expect((await open.count(1)).value).toEqual({ result: false });
    const began = performance.now();
    await change(names[1], 'add', 1);
    const { value, at } = await open.count(2);
    expect(value).toEqual({ result: true });
    expect(at - began).toBeLessThan(100);
    open.cancel();
  });

  test.each([
    ['sources', { sources: [] }, 'sources: got []; expected a list of at least 1; set sources'],
    ['sources', { sources: 'a' }, 'sources: got "a"; expected a list of at least 1'],
    ['a type', { sources: [{ type: 'carrier-pigeon' }] }, 'sources[0].type: got "carrier-pigeon"; expected one of redis-'],
    ['fields of a part', { sources: [{ type: 'memory', queue: '' }] }, 'sources[0].queue: got ""; expected a non-empty string'],
    ['further fields of a part', { sources: [{ type: 'memory', queue: 'a', group: 'b' }] }, 'sources[0].group: got "b"; expected one of type, queue; remove it'],
    ['fields of a part of a part', { sources: [{ type: 'weighted', source: { type: 'memory' }, weight: 1 }] }, 'sources[0].source.queue: got nothing'],
    ['a connection that is not declared', { sources: [redisStream('s')] }, 'connection: got "jobs"; expected a connection of this scaler (it has none)'],
  ])('refuses wrong %s', async (_, { sources: wrong }, message) => {
    const object = { ...ref({ type: 'max', sources: [memory('a')] }) };
    const { error } = await timed(() => keda.getMetrics({ ...object, scalerMetadata: { ...object.scalerMetadata, sources: JSON.stringify(wrong) } }));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining(message) });
  });
});

describeWithRedis('sources of several servers put together', () => {
  let redis: RedisServer;
  let client: Redis;
  let gateway: Server;
  /** What the gateway answers; no number by default. */
  let document: string;
  let scaler: Scaler;
  let keda: Keda;

  beforeEach(async () => {
    document = '{"waiting": 0}';
    gateway = createServer((_request, response) => response.end(document));
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    redis = await RedisServer.start();
    client = redis.client();
    const url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
    scaler = await start({ connections: { ...redisConfig(redis.port).connections, gateway: { type: 'http', url } } });
    keda = new Keda(scaler.grpcPort);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    client.disconnect();
    await redis.stop();
    gateway.closeAllConnections();
    gateway.close();
  });

  const object = (type: 'max' | 'sum') => ref({
    type, sources: [redisStream('jobs'), { type: 'http-json', connection: 'gateway', path: '/stats', waiting: '/waiting' }],
  });

  test.each(['max', 'sum'] as const)('one that cannot be read makes the %s unreadable, never smaller, and it comes back by itself', async (type) => {
    await client.xadd('jobs', '*', 'job', '1');
    document = '{"waiting": 5}';
    expect(await keda.poll(object(type))).toMatchObject({ value: type === 'max' ? 5 : 6 });
    document = '{}';
    await pause(1050);
    expect((await timed(() => keda.getMetrics(object(type)))).error).toMatchObject({
      code: status.UNAVAILABLE, details: expect.stringContaining('connection gateway: http://127.0.0.1:'),
    });
    document = '{"waiting": 5}';
    await redis.kill();
    await pause(1050);
    expect((await timed(() => keda.getMetrics(object(type)))).error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: redis:') });
    expect((await timed(() => keda.isActive(object(type)))).error).toMatchObject({ code: status.UNAVAILABLE });
    await redis.launch();
    await pause(1050);
    expect(await keda.poll(object(type))).toMatchObject({ value: 5 }); // a new, empty server
  });

  test('a part that pushes pushes for the whole', async () => {
    await client.xgroup('CREATE', 'jobs', 'workers', '0', 'MKSTREAM');
    const open = keda.streamIsActive(object('max'));
    expect((await open.count(1)).value).toEqual({ result: false });
    const began = performance.now();
    await client.xadd('jobs', '*', 'job', '1');
    expect((await open.count(2)).at - began).toBeLessThan(100);
    open.cancel();
  });
});
