import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { Keda, pause, redisStream, ref, start, timed } from './support';
import { RedisSentinelConnectionConfig, SourceMetadata } from '../../lib/contract';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { freePort } from '../../rehearsal/src/run/free-port';
import { RedisSentinel } from '../../test/support/redis-sentinel';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { Scaler } from '../src/scaler';

/** What a user of an ACL has to be allowed of a Sentinel, with the channel `+switch-master`. */
const SENTINEL_COMMANDS = ['sentinel|get-master-addr-by-name', 'subscribe'];

describeWithRedis('a connection to Redis through Sentinel', () => {
  const list: SourceMetadata = { type: 'redis-list', connection: 'jobs', waiting: ['waiting'], inFlight: ['taken'] };
  let primary: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisSentinel;
  let client: Redis;
  let scaler: Scaler;
  let keda: Keda;

  const connect = async (config: Partial<RedisSentinelConnectionConfig> = {}) => {
    scaler = await start({
      connections: {
        jobs: { type: 'redis-sentinel', sentinels: [{ host: '127.0.0.1', port: sentinel.port }], primary: 'mymaster', database: 0, tls: false, ...config },
      },
    });
    keda = new Keda(scaler.grpcPort);
  };

  beforeEach(async () => {
    primary = await RedisServer.start(['--repl-diskless-sync-delay', '0']);
    replica = await RedisServer.start(['--replicaof', '127.0.0.1', String(primary.port)]);
    client = primary.client();
    await client.xadd('stream', '*', 'job', '1');
    await client.lpush('waiting', 'a', 'b');
    await client.wait(1, 5000);
    sentinel = await RedisSentinel.start(primary);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    client.disconnect();
    await sentinel.stop();
    await replica.stop();
    await primary.stop();
  });

  const expectError = async (message: string) => {
    const { error, ms } = await timed(() => keda.getMetrics(ref(list)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining(message) });
    expect(ms).toBeLessThan(2000);
  };

  test('counts on the primary', async () => {
    await connect();
    expect(await keda.poll(ref(redisStream('stream')))).toMatchObject({ value: 1 });
    expect(await keda.poll(ref(list))).toMatchObject({ value: 2 });
  });

  test.each([['is killed', () => primary.kill()], ['hangs', async () => primary.pause()]])(
    'a primary that %s: errors, then the numbers and the pushes of the next one, and never 0 in between', async (_, fail) => {
      await connect();
      await keda.poll(ref(redisStream('stream')));
      await keda.poll(ref(list));
      await pause(1050); // what was read is used for a second, in which all may be over
      await fail();
      const values = new Set<number>();
      let errors = 0;
      const failedOver = sentinel.failedOver(primary.port);
      let over = false;
      failedOver.then(() => over = true, () => undefined);
      while (!over) {
        for (const source of [redisStream('stream'), list]) {
          const { result, error } = await timed(() => keda.getMetrics(ref(source)));
          errors += error === undefined ? 0 : 1;
          if (result !== undefined) {
            values.add(result.metricValues[0].metricValueFloat);
          }
        }
        await pause(50);
      }
      expect(await failedOver).toBe(replica.port);
      expect(errors).toBeGreaterThan(0);
      const began = performance.now();
      for (const source of [list, redisStream('stream')]) { // each is left alone for a while of its own
        while ((await timed(() => keda.poll(ref(source)))).error !== undefined) {
          await pause(20);
        }
      }
      expect(performance.now() - began).toBeLessThan(3000);
      values.add((await keda.poll(ref(list))).value);
      values.add((await keda.poll(ref(redisStream('stream')))).value);
      expect([...values].sort()).toEqual([1, 2]);

      const producer = replica.client();
      const open = keda.streamIsActive(ref(redisStream('later')));
      expect((await open.count(1)).value).toEqual({ result: false });
      await producer.xadd('later', '*', 'job', '1');
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
      producer.disconnect();
    }, 30_000);

  test('the next Sentinel is asked where one does not answer', async () => {
    await connect({ sentinels: [{ host: '127.0.0.1', port: await freePort() }, { host: '127.0.0.1', port: sentinel.port }] });
    expect(await keda.poll(ref(list))).toMatchObject({ value: 2 });
  });

  test('no Sentinel is an error that says so, until one is back', async () => {
    await sentinel.kill();
    await connect();
    await expectError(`connection jobs: redis-sentinel://127.0.0.1:${sentinel.port}/mymaster/0: no Sentinel tells where the primary is`);
    await sentinel.launch();
    await pause(1200);
    expect(await keda.poll(ref(list))).toMatchObject({ value: 2 });
  });

  test('a primary that no Sentinel knows is an error', async () => {
    await connect({ primary: 'nobody' });
    await expectError('no Sentinel tells where the primary is');
  });
});

describeWithRedis('a connection to Redis through Sentinel with TLS and users of ACLs', () => {
  test('encrypts to both, and needs no more than is written down', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'sentinel-tls-'));
    const file = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const authority = await createAuthority('redis-ca');
    const issued = await issue(authority, { commonName: 'redis', addresses: ['127.0.0.1'] });
    const ca = file('ca.crt', authority.certificate);
    const certificates: ReadonlyArray<[string, string]> = [
      ['tls-ca-cert-file', ca], ['tls-cert-file', file('tls.crt', issued.certificate)], ['tls-key-file', file('tls.key', issued.key)], ['tls-auth-clients', 'no'],
    ];
    const tlsArgs = certificates.flatMap(([name, value]) => [`--${name}`, value]);
    // Redis in the clear among themselves, so that the test can look at them; the Sentinel tells of the primary's TLS port.
    const primaryPort = await freePort();
    const primary = await RedisServer.start([...tlsArgs, '--tls-port', String(primaryPort), '--tls-replication', 'yes', '--repl-diskless-sync-delay', '0',
      '--user', 'scaler', 'on', '>correct horse', '~jobs', '+info', '+xinfo', '+xlen', '+xrange', '+xrevrange', '+xread', '+client|id', '+client|unblock']);
    const replica = await RedisServer.start([...tlsArgs, '--tls-port', String(await freePort()), '--tls-replication', 'yes', '--replicaof', '127.0.0.1', String(primaryPort)]);
    const sentinelTls = await freePort();
    const sentinel = await RedisSentinel.start({ port: primaryPort } as RedisServer, [
      ...certificates.map(([name, value]) => `${name} ${value}`), `tls-port ${sentinelTls}`, 'tls-replication yes',
      `user scaler on >battery resetchannels &+switch-master ${SENTINEL_COMMANDS.map((command) => `+${command}`).join(' ')}`,
    ]);
    const scaler = await start({
      connections: {
        jobs: {
          type: 'redis-sentinel',
          sentinels: [{ host: '127.0.0.1', port: sentinelTls }],
          primary: 'mymaster',
          sentinelUsername: 'scaler',
          sentinelPasswordFile: file('sentinel-password', 'battery\n'),
          database: 0,
          username: 'scaler',
          passwordFile: file('password', 'correct horse\n'),
          tls: true,
          caFile: ca,
        },
      },
    });
    const keda = new Keda(scaler.grpcPort);
    const admin = primary.client();
    const sentinelAdmin = new Redis(sentinel.port, '127.0.0.1', { enableReadyCheck: false });
    try {
      await admin.xadd('jobs', '*', 'job', '1');
      const { result, error } = await timed(() => keda.poll(ref(redisStream('jobs'))));
      expect(error).toBeUndefined();
      expect(result).toMatchObject({ value: 1 });
      await pause(300); // the watch for a failover begins after the first answer
      expect(await admin.acl('LOG')).toEqual([]); // nothing was denied
      expect(await sentinelAdmin.acl('LOG')).toEqual([]);
    } finally {
      admin.disconnect();
      sentinelAdmin.disconnect();
      keda.close();
      await scaler.stop();
      await sentinel.stop();
      await replica.stop();
      await primary.stop();
    }
  });
});
