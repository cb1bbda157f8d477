import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { pollStranger } from './stranger';
import { Keda, pause, redisConfig, redisStream, ref, start, timed } from './support';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { freePort } from '../../rehearsal/src/run/free-port';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { Scaler } from '../src/scaler';

/** What a user of an ACL has to be allowed. */
const COMMANDS = ['info', 'xinfo', 'xlen', 'xrange', 'xrevrange', 'xread', 'client|id', 'client|unblock'];

/** Every answer is due within this time, whatever Redis does. */
const DEADLINE_MS = 2000;

test('a server that says more than it was asked, among it nothing, is an error', async () => {
  const { error, ms } = await pollStranger('_\r\n'.repeat(20), (port) => redisConfig(port).connections.jobs, ref(redisStream('jobs')));
  expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: redis://') });
  expect(ms).toBeLessThan(DEADLINE_MS);
});

describeWithRedis('a connection to Redis', () => {
  let stream = '';
  let streams = 0;

  beforeEach(() => {
    stream = `jobs-${streams++}`;
  });

  describe('whatever Redis does, every call is answered within 2 s, and never with a number that was not read', () => {
    const broken: { redis: RedisServer; scaler: Scaler; keda: Keda; client: Redis } = {} as any;

    beforeEach(async () => {
      broken.redis = await RedisServer.start();
      broken.client = broken.redis.client();
      await broken.client.xadd(stream, '*', 'job', '1');
      broken.scaler = await start(redisConfig(broken.redis.port));
      broken.keda = new Keda(broken.scaler.grpcPort);
    });
    afterEach(async () => {
      broken.keda.close();
      await broken.scaler.stop();
      broken.client.disconnect();
      await broken.redis.stop();
    });

    const expectErrors = async (message: string) => {
      const object = ref(redisStream(stream));
      const calls = await Promise.all([timed(() => broken.keda.getMetrics(object)), timed(() => broken.keda.isActive(object))]);
      for (const { error, ms } of calls) {
        expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(message) });
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
      // From the metadata alone: KEDA holds the HPA together with it.
      expect(await broken.keda.getMetricSpec(object)).toEqual({ metricSpecs: [{ metricName: 'jobs-outstanding', targetSize: 0, targetSizeFloat: 5 }] });
    };
    const recovery = async () => {
      const began = performance.now();
      while ((await timed(() => broken.keda.getMetrics(ref(redisStream(stream))))).error !== undefined) {
        await pause(20);
        expect(performance.now() - began).toBeLessThan(5000);
      }
      return performance.now() - began;
    };

    test('away from the beginning, then there', async () => {
      await broken.redis.kill();
      await expectErrors('connection jobs: redis://127.0.0.1:');
      await broken.redis.launch();
      expect(await recovery()).toBeLessThan(2000);
      expect((await broken.keda.poll(ref(redisStream(stream)))).value).toBe(0); // a new, empty server
    });

    test('killed while it is used, and restarted', async () => {
      await broken.keda.poll(ref(redisStream(stream)));
      await broken.redis.kill();
      await pause(1050);
      await expectErrors('connection jobs');
      await broken.redis.launch();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('hung, and going on', async () => {
      await broken.keda.poll(ref(redisStream(stream)));
      broken.redis.pause();
      await pause(1050);
      await expectErrors('did not answer within 1000 ms; check that it runs and is not overloaded');
      broken.redis.resume();
      expect(await recovery()).toBeLessThan(2000);
      expect((await broken.keda.poll(ref(redisStream(stream)))).value).toBe(1);
    });

    test('hung before the first call', async () => {
      broken.redis.pause();
      await expectErrors('connection jobs');
      broken.redis.resume();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('killed while it is asked', async () => {
      await broken.keda.poll(ref(redisStream(stream)));
      await pause(1050);
      broken.redis.pause();
      const asked = timed(() => broken.keda.getMetrics(ref(redisStream(stream))));
      await pause(200);
      await broken.redis.kill();
      const { error, ms } = await asked;
      expect(ms).toBeLessThan(DEADLINE_MS);
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: .*: closed the connection before it answered; check that it runs/) });
    });

    test('many calls that wait for one connection are answered together', async () => {
      broken.redis.pause();
      const calls = await Promise.all(Array.from({ length: 50 }, (_, index) => timed(() => broken.keda.isActive(ref(redisStream(`${stream}-${index}`))))));
      for (const { error, ms } of calls) {
        expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs') });
        expect(ms).toBeLessThan(DEADLINE_MS);
      }
      broken.redis.resume();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('a stream says nothing while the queue cannot be read, and tells when it can', async () => {
      await broken.redis.kill();
      const open = broken.keda.streamIsActive(ref(redisStream(stream)));
      await pause(1500);
      expect(open.received).toEqual([]);
      expect(open.ended).toBeUndefined();
      await broken.redis.launch();
      expect((await open.count(1)).value).toEqual({ result: false });
      await broken.client.xadd(stream, '*', 'job', '1');
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });
  });

  describe('password', () => {
    test('is read from the file', async () => {
      const guarded = await RedisServer.start(['--requirepass', 'correct horse']);
      const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
      writeFileSync(file, 'correct horse\n');
      const guardedScaler = await start(redisConfig(guarded.port, file));
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      try {
        expect(await guardedKeda.poll(ref(redisStream(stream)))).toMatchObject({ value: 0 });
      } finally {
        guardedKeda.close();
        await guardedScaler.stop();
        await guarded.stop();
      }
    });

    test('and user of an ACL that allows no more than is needed', async () => {
      const guarded = await RedisServer.start(['--user', 'scaler', 'on', '>correct horse', '~jobs-*', ...COMMANDS.map((command) => `+${command}`)]);
      const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
      writeFileSync(file, 'correct horse');
      const { connections: { jobs } } = redisConfig(guarded.port, file);
      const guardedScaler = await start({ connections: { jobs: { ...jobs, username: 'scaler' } } });
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      const admin = guarded.client();
      try {
        await admin.xgroup('CREATE', stream, 'workers', '$', 'MKSTREAM');
        const first = await admin.xadd(stream, '*', 'job', '1');
        await admin.xgroup('SETID', stream, 'workers', first!, 'ENTRIESREAD', '-1');
        await admin.xdel(stream, (await admin.xadd(stream, '*', 'job', '2'))!);
        await admin.xadd(stream, '*', 'job', '3');
        await admin.xadd(`${stream}-ungrouped`, '*', 'job', '1');
        // Two empty ones, so that a watch that waits already has to be told of another; one whose entries have to be counted; one without its group.
        for (const [name, value] of [[`${stream}-one`, 0], [`${stream}-two`, 0], [stream, 1], [`${stream}-ungrouped`, 1]] as const) {
          await guardedKeda.streamIsActive(ref(redisStream(name), {}, name)).count(1);
          expect(await guardedKeda.poll(ref(redisStream(name)))).toMatchObject({ value });
          await pause(200);
        }
        expect(await admin.acl('LOG')).toEqual([]); // nothing was denied
      } finally {
        admin.disconnect();
        guardedKeda.close();
        await guardedScaler.stop();
        await guarded.stop();
      }
    });

    test('may be exchanged while the scaler runs', async () => {
      const guarded = await RedisServer.start(['--requirepass', 'first']);
      const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
      writeFileSync(file, 'first');
      const guardedScaler = await start(redisConfig(guarded.port, file));
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      const admin = new Redis(guarded.port, '127.0.0.1', { password: 'first', disconnectTimeout: 200 });
      try {
        await guardedKeda.poll(ref(redisStream(stream)));
        await admin.config('SET', 'requirepass', 'second');
        await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
        await pause(1050);
        expect((await timed(() => guardedKeda.getMetrics(ref(redisStream(stream))))).error).toMatchObject({ code: status.UNAVAILABLE });
        writeFileSync(file, 'second');
        await pause(1200);
        expect(await guardedKeda.poll(ref(redisStream(stream)))).toMatchObject({ value: 0 });
      } finally {
        admin.disconnect();
        guardedKeda.close();
        await guardedScaler.stop();
        await guarded.stop();
      }
    });

    test.each([['a wrong one', 'wrong', 'WRONGPASS'], ['none', undefined, 'NOAUTH']])('%s is an error that says so', async (_, password, message) => {
      const guarded = await RedisServer.start(['--requirepass', 'correct horse']);
      const file = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
      writeFileSync(file, password ?? '');
      const guardedScaler = await start(redisConfig(guarded.port, password && file));
      const guardedKeda = new Keda(guardedScaler.grpcPort);
      try {
        const { error, ms } = await timed(() => guardedKeda.getMetrics(ref(redisStream(stream))));
        expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(message) });
        expect(ms).toBeLessThan(DEADLINE_MS);
      } finally {
        guardedKeda.close();
        await guardedScaler.stop();
        await guarded.stop();
      }
    });
  });

  describe('TLS', () => {
    const connected = async (trusts: 'its own authority' | 'another one') => {
      const directory = mkdtempSync(join(tmpdir(), 'redis-tls-'));
      const file = (name: string, text: string): string => {
        writeFileSync(join(directory, name), text);
        return join(directory, name);
      };
      const authority = await createAuthority('redis-ca');
      const server = await issue(authority, { commonName: 'redis', addresses: ['127.0.0.1'] });
      const trusted = trusts === 'its own authority' ? authority : await createAuthority('another-ca');
      const port = await freePort();
      const guarded = await RedisServer.start([
        '--tls-port', String(port), '--tls-auth-clients', 'no', '--tls-ca-cert-file', file('redis-ca.crt', authority.certificate),
        '--tls-cert-file', file('redis.crt', server.certificate), '--tls-key-file', file('redis.key', server.key),
      ]);
      const secure = await start({
        connections: { jobs: { type: 'redis', host: '127.0.0.1', port, database: 0, tls: true, caFile: file('trusted.crt', trusted.certificate) } },
      });
      const secureKeda = new Keda(secure.grpcPort);
      try {
        return await timed(() => secureKeda.poll(ref(redisStream(stream))));
      } finally {
        secureKeda.close();
        await secure.stop();
        await guarded.stop();
      }
    };

    test('a server signed by the authority of the connection is read', async () => {
      expect((await connected('its own authority')).result).toMatchObject({ value: 0 });
    });

    test('a server that another authority signed is an error that says so', async () => {
      const { error, ms } = await connected('another one');
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringMatching(/^connection jobs: .*certificate/) });
      expect(ms).toBeLessThan(DEADLINE_MS);
    });
  });
});
