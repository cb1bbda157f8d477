import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { RedisListSourceMetadata } from '../../../lib/contract';
import { describeWithRedis, RedisServer } from '../../../test/support/redis-server';
import { RedisConnection } from '../../src/connections/redis-connection';
import { Scaler } from '../../src/scaler';
import { MOST_FOUND, MOST_KEYS, RedisListSource } from '../../src/sources/redis-list/redis-list';
import { RedisListWatcher } from '../../src/sources/redis-list/redis-list-watcher';
import { outstanding } from '../../src/sources/source';
import { Keda, pause, redisConfig, ref, silent, start, timed } from '../support';

/** What a user of an ACL has to be allowed, with channels `__keyspace@*`. */
const COMMANDS = ['info', 'type', 'llen', 'hlen', 'zcard', 'scard', 'multi', 'exec', 'scan', 'dbsize', 'subscribe', 'unsubscribe'];

function redisList(waiting: string, ...inFlight: string[]): RedisListSourceMetadata {
  return { type: 'redis-list', connection: 'jobs', waiting: [waiting], inFlight };
}

describeWithRedis('Redis lists', () => {
  let redis: RedisServer;
  let client: Redis;
  let scaler: Scaler;
  let keda: Keda;
  let list = '';
  let lists = 0;

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
    list = `jobs-${lists++}`;
  });

  const add = (jobs: number) => client.lpush(list, ...Array.from({ length: jobs }, (_, job) => `job-${job}`));
  const take = (jobs: number, to: string = `${list}:taken`) => Promise.all(Array.from({ length: jobs }, () => client.lmove(list, to, 'RIGHT', 'LEFT')));
  const poll = (source = redisList(list, `${list}:taken`)) => keda.poll(ref(source));

  describe('counts what is waiting and in flight', () => {
    test('47 jobs at 5 per replica', async () => {
      await add(47);
      expect(await poll()).toEqual({ target: 5, value: 47, active: true });
    });

    test('7 waiting and 3 taken', async () => {
      await add(10);
      await take(3);
      expect(await poll()).toMatchObject({ value: 10, active: true });
    });

    test('the last job taken and still running: 1, though nothing waits', async () => {
      await add(1);
      await take(1);
      expect(await poll()).toMatchObject({ value: 1, active: true });
    });

    test('all done: 0', async () => {
      await add(2);
      await take(2);
      await client.del(`${list}:taken`);
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('no such keys: 0, as Redis has no empty lists', async () => {
      expect(await poll()).toMatchObject({ value: 0, active: false });
    });

    test('several lists that jobs wait in, and none that they are taken to', async () => {
      await add(2);
      await client.lpush(`${list}:urgent`, 'job');
      expect(await poll({ ...redisList(list), waiting: [list, `${list}:urgent`] })).toMatchObject({ value: 3 });
    });

    test('a job that moves to and fro is always one', async () => {
      const connection = new RedisConnection('jobs', redisConfig(redis.port).connections.jobs, silent);
      const source = new RedisListSource(connection, new RedisListWatcher(connection, silent), [list], [`${list}:taken`]);
      await add(1);
      let moving = true;
      const moves = (async () => {
        while (moving) {
          await client.lmove(list, `${list}:taken`, 'RIGHT', 'LEFT');
          await client.lmove(`${list}:taken`, list, 'RIGHT', 'LEFT');
        }
      })();
      const totals = new Set<number>();
      for (let reading = 0; reading < 500; reading++) {
        totals.add(outstanding(await source.read(new AbortController().signal)));
      }
      moving = false;
      await moves;
      connection.close();
      expect([...totals]).toEqual([1]);
    });
  });

  describe('a list for each worker', () => {
    test('all that begin alike are counted, also those of workers that come later', async () => {
      await add(6);
      await take(2, `${list}:taken:a`);
      await take(1, `${list}:taken:b`);
      await client.lpush(`${list}:done`, 'job');
      expect(await poll(redisList(list, `${list}:taken:*`))).toMatchObject({ value: 6 });
      await take(3, `${list}:taken:c`);
      await pause(1050);
      expect(await poll(redisList(list, `${list}:taken:*`))).toMatchObject({ value: 6 });
    });

    test('the list that jobs wait in may begin so too', async () => {
      await add(3);
      await take(1);
      expect(await poll(redisList(list, `${list}*`, `${list}:taken`))).toMatchObject({ value: 3 });
    });

    test.each(['[ab]', 'a?', 'a*b', 'a\\'])('%s is a beginning like any other', async (characters) => {
      await client.lpush(`${list}${characters}:1`, 'job');
      await client.lpush(`${list}a:1`, 'job');
      expect(await poll(redisList(list, `${list}${characters}:*`))).toMatchObject({ value: 1 });
    });

    test('of too many workers is an error that says so', async () => {
      await Promise.all(Array.from({ length: MOST_FOUND }, (_, worker) => client.lpush(`${list}:taken:${worker}`, 'job')));
      expect(await poll(redisList(list, `${list}:taken:*`))).toMatchObject({ value: MOST_FOUND });
      await client.lpush(`${list}:taken:one-more`, 'job');
      await pause(1050);
      const { error } = await timed(() => keda.getMetrics(ref(redisList(list, `${list}:taken:*`))));
      expect(error).toMatchObject({
        code: status.UNAVAILABLE, details: expect.stringContaining(`1001 keys begin with ${list}:taken:; expected at most 1000, one for each worker`),
      });
    });

    describe('never loses a job from sight', () => {
      let connection: RedisConnection;
      let source: RedisListSource;

      beforeEach(() => {
        connection = new RedisConnection('jobs', redisConfig(redis.port).connections.jobs, silent);
        source = new RedisListSource(connection, new RedisListWatcher(connection, silent), [list], [`${list}:taken:*`]);
      });
      afterEach(() => connection.close());

      const total = async () => outstanding(await source.read(new AbortController().signal));

      test('that a new worker takes while it is looked for', async () => {
        for (let worker = 0; worker < 100; worker++) {
          await add(1);
          const read = total();
          await pause(worker % 4);
          await take(1, `${list}:taken:${worker}`);
          expect(await read).toBeGreaterThanOrEqual(1);
          await client.del(`${list}:taken:${worker}`);
        }
      });

      test('that comes when the one before is done, and goes to the worker of it', async () => {
        await add(1);
        await take(1, `${list}:taken:a`);
        expect(await total()).toBe(1);
        let working = true;
        const work = (async () => {
          while (working) {
            await add(1);
            await client.del(`${list}:taken:a`);
            await take(1, `${list}:taken:a`);
          }
        })();
        let least = Infinity;
        for (let reading = 0; reading < 300; reading++) {
          least = Math.min(least, await total());
        }
        working = false;
        await work;
        expect(least).toBe(1);
      });
    });

    test('in a database of too many keys is an error that says so', async () => {
      const crowded = await start({ connections: { jobs: { ...redisConfig(redis.port).connections.jobs, database: 1 } } });
      const caller = new Keda(crowded.grpcPort);
      const admin = redis.client({ db: 1 });
      try {
        await admin.eval('for i = 1, tonumber(ARGV[1]) do redis.call("set", "key-" .. i, 1) end', 0, MOST_KEYS - 1);
        await admin.lpush('taken:1', 'job');
        const { result, ms } = await timed(() => caller.poll(ref(redisList('jobs', 'taken:*'))));
        expect(result).toMatchObject({ value: 1 });
        expect(ms).toBeLessThan(1500);
        await admin.set('one-more', 1);
        await pause(1050);
        const { error } = await timed(() => caller.getMetrics(ref(redisList('jobs', 'taken:*'))));
        expect(error).toMatchObject({
          code: status.UNAVAILABLE,
          details: expect.stringContaining('the database has 100001 keys, too many to look for those that begin with taken: among; expected at most 100000; name the keys'),
        });
      } finally {
        admin.disconnect();
        caller.close();
        await crowded.stop();
      }
    });
  });

  describe('counts what queue libraries keep', () => {
    test('BullMQ: two lists and a sorted set', async () => {
      await client.lpush(`bull:${list}:wait`, '1', '2');
      await client.zadd(`bull:${list}:prioritized`, 5, '3');
      await client.lpush(`bull:${list}:active`, '4');
      expect(await poll({ ...redisList(`bull:${list}:wait`, `bull:${list}:active`), waiting: [`bull:${list}:wait`, `bull:${list}:prioritized`] }))
        .toMatchObject({ value: 4 });
    });

    test('RQ: a list and a sorted set', async () => {
      await client.rpush(`rq:queue:${list}`, 'a');
      await client.zadd(`rq:wip:${list}`, 1, 'b', 2, 'c');
      expect(await poll(redisList(`rq:queue:${list}`, `rq:wip:${list}`))).toMatchObject({ value: 3 });
    });

    test('Celery: a list and a hash', async () => {
      await client.lpush(list, 'a');
      await client.hset(`${list}:unacked`, { b: '[]', c: '[]', d: '[]' });
      expect(await poll(redisList(list, `${list}:unacked`))).toMatchObject({ value: 4 });
    });

    test('a set', async () => {
      await client.sadd(list, 'a', 'b');
      expect(await poll()).toMatchObject({ value: 2 });
    });
  });

  test.each([['a string', () => client.set(list, 'text'), 'string'], ['a stream', () => client.xadd(list, '*', 'job', '1'), 'stream']])(
    'a key that is %s is an error, not 0', async (_, write, type) => {
      await write();
      const { error } = await timed(() => keda.getMetrics(ref(redisList(list))));
      expect(error).toMatchObject({
        code: status.UNAVAILABLE,
        details: expect.stringContaining(`key ${list} is a ${type}; expected a list, a sorted set, a set or a hash; correct the keys of the metric source`),
      });
    });

  test('a connection that the scaler does not have is an error that says so', async () => {
    const { error } = await timed(() => keda.getMetrics(ref({ ...redisList(list), connection: 'other' })));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining('connection: got "other"; expected a connection of this scaler (jobs)') });
  });

  test('never 0 while the server is killed or hangs, and the right number soon after', async () => {
    const broken = await RedisServer.start();
    const caught = await start(redisConfig(broken.port));
    const caller = new Keda(caught.grpcPort);
    const producer = broken.client();
    const refused = async () => {
      await pause(1050);
      const { error, ms } = await timed(() => caller.getMetrics(ref(redisList('jobs', 'taken:*'))));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: redis://127.0.0.1:') });
      expect(ms).toBeLessThan(2000);
    };
    const recovered = async () => {
      await pause(1000);
      return (await caller.poll(ref(redisList('jobs', 'taken:*')))).value;
    };
    try {
      await producer.lpush('jobs', 'a', 'b');
      expect(await caller.poll(ref(redisList('jobs', 'taken:*')))).toMatchObject({ value: 2 });
      broken.pause();
      await refused();
      broken.resume();
      expect(await recovered()).toBe(2);
      await broken.kill();
      await refused();
      await broken.launch();
      await producer.lpush('jobs', 'a');
      expect(await recovered()).toBe(1);
    } finally {
      producer.disconnect();
      caller.close();
      await caught.stop();
      await broken.stop();
    }
  });

  test('a user of an ACL needs no more than is written down, and is told of jobs', async () => {
    const guarded = await RedisServer.start([
      '--notify-keyspace-events', 'Kl',
      '--user', 'scaler', 'on', '>correct horse', '~jobs*', '~taken:*', 'resetchannels', '&__keyspace@*', ...COMMANDS.map((command) => `+${command}`),
    ]);
    const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
    writeFileSync(file, 'correct horse');
    const allowed = await start({ connections: { jobs: { ...redisConfig(guarded.port, file).connections.jobs, username: 'scaler' } } });
    const caller = new Keda(allowed.grpcPort);
    const admin = guarded.client();
    try {
      const open = caller.streamIsActive(ref(redisList('jobs', 'taken:*')));
      await open.count(1);
      await pause(200);
      await admin.lpush('jobs', 'a');
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
      await pause(200);
      expect(await caller.poll(ref(redisList('jobs', 'taken:*')))).toMatchObject({ value: 1 });
      expect(await admin.acl('LOG')).toEqual([]); // nothing was denied
    } finally {
      admin.disconnect();
      caller.close();
      await allowed.stop();
      await guarded.stop();
    }
  });

  test('a Secret that is not there yet is an error, also for a stream that is open, which is told of jobs once it is there', async () => {
    const guarded = await RedisServer.start(['--requirepass', 'correct horse', '--notify-keyspace-events', 'Kl']);
    const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
    const early = await start(redisConfig(guarded.port, file));
    const caller = new Keda(early.grpcPort);
    const admin = guarded.client({ password: 'correct horse' });
    try {
      const open = caller.streamIsActive(ref(redisList('jobs')));
      await pause(100);
      const { error } = await timed(() => caller.getMetrics(ref(redisList('jobs'))));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(`no such file or directory, open '${file}'`) });
      writeFileSync(file, 'correct horse');
      expect((await open.count(1)).value).toEqual({ result: false });
      await pause(1500); // it listens again
      const began = performance.now();
      await admin.lpush('jobs', 'a');
      expect((await open.count(2)).value).toEqual({ result: true });
      expect(performance.now() - began).toBeLessThan(200);
      open.cancel();
    } finally {
      admin.disconnect();
      caller.close();
      await early.stop();
      await guarded.stop();
    }
  });

  describe('pushes the first job', () => {
    /** The median of five pushes, each on a list that went inactive again. */
    const latency = async () => {
      const open = keda.streamIsActive(ref(redisList(list, `${list}:taken`)));
      expect((await open.count(1)).value).toEqual({ result: false });
      const pushed: number[] = [];
      for (let round = 0; round < 5; round++) {
        const began = performance.now();
        await add(1);
        pushed.push((await open.count(round + 2)).at - began);
        await client.del(list);
        await pause(2100); // it is looked at each second, with a reading at most a second old, and inactive then
      }
      open.cancel();
      expect(open.received.slice(1).map(({ value }) => value.result)).toEqual(Array(5).fill(true));
      return pushed.sort((a, b) => a - b)[2];
    };

    test('within 100 ms, though the server tells nobody', async () => {
      expect(await latency()).toBeLessThan(100);
    }, 30_000);

    test('within 100 ms by notifications, after the first of which nobody looks at the list any more', async () => {
      await client.config('SET', 'notify-keyspace-events', 'Kl');
      try {
        const monitor = await client.monitor();
        const looks: string[] = [];
        monitor.on('monitor', (_time: string, [command, key]: string[]) => {
          if (key === list && ['llen', 'lpush'].includes(command.toLowerCase())) {
            looks.push(command.toLowerCase());
          }
        });
        expect(await latency()).toBeLessThan(100);
        monitor.disconnect();
        const first = looks.indexOf('lpush');
        expect(first).toBeGreaterThan(0); // until then it was looked at
        // From the second job on each is read a few times, by pushes and once a second; looking every 50 ms would be two hundred times.
        expect(looks.slice(first).filter((command) => command === 'llen').length).toBeLessThan(120);
      } finally {
        await client.config('SET', 'notify-keyspace-events', '');
      }
    }, 30_000);
  });
});
