import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { Keda, pause, redisConfig, redisStream, ref, silent, start, timed } from './support';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { RedisConnection } from '../src/connections/redis-connection';
import { Scaler } from '../src/scaler';
import { COUNT_CAP, RedisStreamSource } from '../src/sources/redis-stream/redis-stream';
import { RedisStreamWatcher } from '../src/sources/redis-stream/redis-stream-watcher';

describeWithRedis('Redis Stream', () => {
  let redis: RedisServer;
  let client: Redis;
  let scaler: Scaler;
  let keda: Keda;
  let stream = '';
  let streams = 0;

  beforeAll(async () => {
    redis = await RedisServer.start();
    client = redis.client();
    scaler = await start(redisConfig(redis.port));
    keda = new Keda(scaler.grpcPort);
  });
  afterAll(async () => {
    keda?.close();
    await scaler?.stop();
    client?.disconnect();
    await redis?.stop();
  });
  beforeEach(() => {
    stream = `jobs-${streams++}`;
  });

  const add = (jobs: number) => Promise.all(Array.from({ length: jobs }, (_, job) => client.xadd(stream, '*', 'job', String(job))));
  const createGroup = (from: string = '0') => client.xgroup('CREATE', stream, 'workers', from, 'MKSTREAM');
  const take = async (jobs: number): Promise<string[]> => {
    const [[, entries]] = await client.xreadgroup('GROUP', 'workers', 'worker-1', 'COUNT', jobs, 'STREAMS', stream, '>') as [string, [string, string[]][]][];
    return entries.map(([id]) => id);
  };
  const poll = () => keda.poll(ref(redisStream(stream)));

  describe('counts what is waiting and in flight', () => {
    test('47 jobs at 5 per replica', async () => {
      await createGroup();
      await add(47);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('1,000 waiting', async () => {
      await createGroup();
      await add(1000);
      expect(await poll()).toMatchObject({ value: 1000, active: true });
    });

    test('990 done (acknowledged, not deleted), 10 waiting: 10, though the stream holds 1,000', async () => {
      await createGroup();
      await add(1000);
      await client.xack(stream, 'workers', ...await take(990));
      expect(await client.xlen(stream)).toBe(1000);
      expect(await poll()).toMatchObject({ value: 10, active: true });
    });

    test('the last 10 taken and still running: 10, though nothing waits', async () => {
      await createGroup();
      await add(10);
      await take(10);
      expect(await poll()).toMatchObject({ value: 10, active: true });
    });

    test('all done: 0', async () => {
      await createGroup();
      await add(10);
      await client.xack(stream, 'workers', ...await take(10));
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('one job is enough to be active', async () => {
      await createGroup();
      await add(1);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('a worker that died with 8 jobs: 8, until another one claims and finishes them', async () => {
      await createGroup();
      await add(8);
      await take(8);
      await client.xgroup('CREATECONSUMER', stream, 'workers', 'worker-2');
      expect(await poll()).toMatchObject({ value: 8, active: true });
    });

    test.each(['lag', 'pending', 'name'])('a group that is called %p as a field is', async (group) => {
      await client.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
      await add(3);
      expect(await keda.poll(ref({ type: 'redis-stream', connection: 'jobs', stream, group }))).toMatchObject({ value: 3 });
    });

    test('no such stream: 0, nobody has added a job yet', async () => {
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('no such group: everything in the stream waits for it', async () => {
      await add(7);
      expect(await poll()).toMatchObject({ value: 7, active: true });
    });
  });

  describe('where Redis does not know the lag, entries are counted', () => {
    const lag = async () => {
      const [group] = await client.xinfo('GROUPS', stream) as unknown[][];
      return group[group.indexOf('lag') + 1];
    };

    test('a waiting entry was deleted', async () => {
      await createGroup();
      const ids = await add(20);
      await client.xack(stream, 'workers', ...await take(2));
      await client.xdel(stream, ids[10]!);
      expect(await lag()).toBeNull();
      expect(await poll()).toMatchObject({ value: 17, active: true });
    });

    test('the group began in the middle', async () => {
      const ids = await add(50);
      await createGroup(ids[22]!);
      expect(await lag()).toBeNull();
      expect(await poll()).toMatchObject({ value: 27, active: true });
    });

    test('the group was given a wrong number of entries that it has read, so that its lag is too small', async () => {
      await add(3);
      await client.call('XGROUP', 'CREATE', stream, 'workers', '0', 'ENTRIESREAD', '3'); // as a script that moves groups may say
      expect(await poll()).toMatchObject({ value: 3, active: true });
      await client.call('XGROUP', 'SETID', stream, 'workers', '0', 'ENTRIESREAD', '5');
      await pause(1050);
      expect(await poll()).toMatchObject({ value: 3, active: true });
    });

    test('at most 10,000 are counted', async () => {
      const ids = await add(COUNT_CAP + 10);
      await createGroup(ids[1]!);
      expect(await lag()).toBeNull();
      expect(await poll()).toMatchObject({ value: COUNT_CAP });
    });

    test('in pages of about a megabyte, whatever producers put into entries', async () => {
      const ids = await Promise.all(Array.from({ length: 50 }, () => client.xadd(stream, '*', 'image', 'x'.repeat(400_000))));
      await createGroup(ids[1]!);
      const monitor = await client.monitor();
      const pages: number[] = [];
      monitor.on('monitor', (_time: string, [command, ...args]: string[]) => {
        if (command.toLowerCase() === 'xrange') {
          pages.push(Number(args[args.length - 1]));
        }
      });
      expect(await poll()).toMatchObject({ value: 48 });
      monitor.disconnect();
      expect(pages[0]).toBe(10);
      expect(pages.slice(1)).toEqual(Array(20).fill(2)); // 10, nineteen full ones, and an empty one that is the end
    });

    test('no longer than somebody waits for it', async () => {
      const ids = await add(3);
      await createGroup(ids[1]!);
      const connection = new RedisConnection('jobs', redisConfig(redis.port).connections.jobs, silent);
      const source = new RedisStreamSource(connection, new RedisStreamWatcher(connection, silent), stream, 'workers');
      try {
        expect(await source.read(new AbortController().signal)).toEqual({ waiting: 1, inFlight: 0 });
        await expect(source.read(AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
      } finally {
        connection.close();
      }
    });
  });

  test('a key that is no stream is an error, not 0', async () => {
    await client.set(stream, 'text');
    const { error } = await timed(() => keda.getMetrics(ref(redisStream(stream))));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(`key ${stream} is not a stream; correct the stream of the metric source`) });
  });

  test('calls share a reading for a second', async () => {
    await createGroup();
    await add(3);
    await poll();
    await add(4);
    expect(await poll()).toMatchObject({ value: 3 });
    await pause(1050);
    expect(await poll()).toMatchObject({ value: 7 });
  });

  describe('pushes the first job', () => {
    test('within 100 ms (the median of 5, each on a stream that went inactive again)', async () => {
      await createGroup();
      const pushed: number[] = [];
      const open = keda.streamIsActive(ref(redisStream(stream)));
      expect((await open.count(1)).value).toEqual({ result: false });
      for (let round = 0; round < 5; round++) {
        const began = performance.now();
        await add(1);
        pushed.push((await open.count(round + 2)).at - began);
        await client.xack(stream, 'workers', ...await take(1));
        await pause(2100); // it is looked at each second, with a reading at most a second old, and inactive then
      }
      expect(open.received.slice(1).map(({ value }) => value.result)).toEqual(Array(5).fill(true));
      open.cancel();
      expect(pushed.sort((a, b) => a - b)[2]).toBeLessThan(100);
    }, 30_000);

    test('on each of many streams of one server, also those that are opened later', async () => {
      const names = Array.from({ length: 50 }, (_, index) => `${stream}-${index}`);
      const opens = [];
      for (const name of names) {
        await client.xgroup('CREATE', name, 'workers', '0', 'MKSTREAM');
        const open = keda.streamIsActive(ref(redisStream(name), {}, name));
        await open.count(1);
        opens.push(open);
      }
      const latencies = [];
      for (const index of [0, 25, 49]) {
        const began = performance.now();
        await client.xadd(names[index], '*', 'job', '1');
        latencies.push((await opens[index].count(2)).at - began);
      }
      expect(opens.filter((open) => open.received.length > 1)).toHaveLength(3);
      opens.forEach((open) => open.cancel());
      expect(latencies.sort((a, b) => a - b)[1]).toBeLessThan(100);
    });
  });

  test('a trigger whose key is no stream does not delay the pushes of others, and is served when it is corrected', async () => {
    const wrong = `${stream}-wrong`;
    await client.set(wrong, 'text');
    await createGroup();
    const refused = keda.streamIsActive(ref(redisStream(wrong), {}, 'refused'));
    const healthy = keda.streamIsActive(ref(redisStream(stream), {}, 'healthy'));
    await healthy.count(1);
    const pushed: number[] = [];
    for (let round = 0; round < 3; round++) {
      await pause(2100);
      const began = performance.now();
      await add(1);
      pushed.push((await healthy.count(round + 2)).at - began);
      await client.xack(stream, 'workers', ...await take(1));
    }
    expect(pushed.sort((a, b) => a - b)[1]).toBeLessThan(100);
    expect(refused.received).toEqual([]);
    await client.del(wrong);
    expect((await refused.count(1)).value).toEqual({ result: false });
    await client.xadd(wrong, '*', 'job', '1');
    expect((await refused.count(2)).value).toEqual({ result: true });
    refused.cancel();
    healthy.cancel();
  });
});
