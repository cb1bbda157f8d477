import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Cluster } from 'ioredis';
import { Keda, pause, redisStream, ref, start, timed } from './support';
import { RedisClusterConnectionConfig, RedisListSourceMetadata } from '../../lib/contract';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { RedisCluster } from '../../test/support/redis-cluster';
import { describeWithRedis } from '../../test/support/redis-server';
import { Scaler } from '../src/scaler';

/** Keys of the first, the second and the third node. */
const KEYS = ['jobs-1', 'jobs-0', 'jobs-2'];

/** What a user of an ACL has to be allowed for streams and lists of a cluster. */
const COMMANDS = ['info', 'cluster|slots', 'cluster|info', 'client|setname', 'xinfo', 'xlen', 'xrange', 'xrevrange', 'xread', 'type', 'llen', 'hlen', 'zcard', 'scard', 'multi', 'exec'];

const list: RedisListSourceMetadata = { type: 'redis-list', connection: 'jobs', waiting: ['{jobs}:waiting'], inFlight: ['{jobs}:taken'] };

/** A scaler that knows one node, which knows all. */
function connect({ ports: [port] }: RedisCluster, config: Partial<RedisClusterConnectionConfig> = {}): Promise<Scaler> {
  return start({ connections: { jobs: { type: 'redis-cluster', nodes: [{ host: '127.0.0.1', port }], tls: false, ...config } } });
}

describeWithRedis('a connection to a Redis Cluster', () => {
  let cluster: RedisCluster;
  let client: Cluster;
  let scaler: Scaler;
  let keda: Keda;

  beforeAll(async () => {
    cluster = await RedisCluster.start();
    client = cluster.client();
  });
  afterAll(async () => {
    client?.disconnect();
    await cluster?.stop();
  });
  beforeEach(async () => {
    scaler = await connect(cluster);
    keda = new Keda(scaler.grpcPort);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    await client.del(list.waiting[0], list.inFlight[0]);
  });

  test('counts streams of every node', async () => {
    for (const [node, key] of KEYS.entries()) {
      expect(Math.floor(3 * await client.cluster('KEYSLOT', key) / 16_384)).toBe(node);
      await client.del(key);
      for (let job = 0; job <= node; job++) {
        await client.xadd(key, '*', 'job', String(job));
      }
      await client.xgroup('CREATE', key, 'workers', '0');
      await client.xreadgroup('GROUP', 'workers', 'worker-1', 'COUNT', 1, 'STREAMS', key, '>');
      expect(await keda.poll(ref(redisStream(key)))).toMatchObject({ value: node + 1, active: true });
    }
  });

  test('counts lists whose keys have one hash tag', async () => {
    await client.lpush(list.waiting[0], 'a', 'b', 'c');
    await client.lmove(list.waiting[0], list.inFlight[0], 'RIGHT', 'LEFT');
    expect(await keda.poll(ref(list))).toMatchObject({ value: 3, active: true });
  });

  test.each([
    [{ inFlight: ['taken'] }, 'inFlight[0]: got "taken"; expected a key with the hash tag of {jobs}:waiting, since a cluster moves jobs only within one slot'],
    [{ waiting: ['{jobs}:waiting', '{job}:urgent'] }, 'waiting[1]: got "{job}:urgent"; expected a key with the hash tag'],
    [{ inFlight: ['{jobs}:taken:*'] }, 'inFlight[0]: got "{jobs}:taken:*"; expected a key in full, since a cluster cannot be looked through'],
  ])('refuses %j', async (keys, message) => {
    const { error } = await timed(() => keda.getMetrics(ref({ ...list, ...keys })));
    expect(error).toMatchObject({ code: status.INVALID_ARGUMENT, details: expect.stringContaining(message) });
  });

  test('pushes the first job within 100 ms, in streams of every node and in lists (the median of four)', async () => {
    await Promise.all([...KEYS, list.waiting[0]].map((key) => client.del(key)));
    const sources = [...KEYS.map((key) => redisStream(key)), list];
    const opens = sources.map((source, index) => keda.streamIsActive(ref(source, {}, `worker-${index}`)));
    for (const open of opens) {
      expect((await open.count(1)).value).toEqual({ result: false });
    }
    await pause(200);
    const pushed: number[] = [];
    for (const [index, open] of opens.entries()) {
      const began = performance.now();
      await (index < KEYS.length ? client.xadd(KEYS[index], '*', 'job', '1') : client.lpush(list.waiting[0], 'job'));
      const { value, at } = await open.count(2);
      expect(value).toEqual({ result: true });
      pushed.push(at - began);
      open.cancel();
    }
    expect(pushed.sort((a, b) => a - b)[1]).toBeLessThan(100);
  });

  test.each([
    ['is killed', () => cluster.nodes[1].kill(), () => cluster.nodes[1].launch()],
    ['hangs', async () => cluster.nodes[1].pause(), async () => cluster.nodes[1].resume()],
  ])('a node that %s: errors and never 0, and the right numbers soon after it is back', async (_, fail, back) => {
    await Promise.all(KEYS.map((key) => client.del(key)));
    await Promise.all(KEYS.map((key) => client.xadd(key, '*', 'job', '1')));
    for (const key of KEYS) {
      expect(await keda.poll(ref(redisStream(key)))).toMatchObject({ value: 1 });
    }
    await fail();
    const until = performance.now() + 3000;
    let errors = 0;
    while (performance.now() < until) {
      await pause(300);
      for (const key of KEYS) {
        const { result, error, ms } = await timed(() => keda.getMetrics(ref(redisStream(key))));
        expect(ms).toBeLessThan(2000);
        errors += error === undefined ? 0 : 1;
        expect(result?.metricValues[0].metricValueFloat ?? 1).toBe(1);
      }
    }
    expect(errors).toBeGreaterThan(0);
    await back();
    // Other nodes' keys are right when the cluster is whole again. A killed node has forgotten its own, which are added again.
    const began = performance.now();
    while ((await Promise.all(KEYS.map((key) => timed(() => keda.getMetrics(ref(redisStream(key))))))).some(({ error }) => error !== undefined)) {
      await pause(100);
      expect(performance.now() - began).toBeLessThan(10_000);
    }
    await client.del(KEYS[1]);
    await client.xadd(KEYS[1], '*', 'job', '1');
    await pause(1050);
    for (const key of KEYS) {
      expect(await keda.poll(ref(redisStream(key)))).toMatchObject({ value: 1 });
    }
  }, 40_000);

  test('no node is an error that says so', async () => {
    const alone = await connect(cluster, { nodes: [{ host: '127.0.0.1', port: 1 }, { host: '127.0.0.1', port: 2 }] });
    const caller = new Keda(alone.grpcPort);
    try {
      const { error, ms } = await timed(() => caller.getMetrics(ref(list)));
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: redis-cluster://127.0.0.1:1,127.0.0.1:2: ') });
      expect(ms).toBeLessThan(2000);
    } finally {
      caller.close();
      await alone.stop();
    }
  });
});

describeWithRedis('a connection to a Redis Cluster with TLS and a user of an ACL', () => {
  let cluster: RedisCluster;
  let ca: string;
  let password: string;

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), 'cluster-tls-'));
    const file = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const authority = await createAuthority('redis-ca');
    const issued = await issue(authority, { commonName: 'redis', addresses: ['127.0.0.1'] });
    ca = file('ca.crt', authority.certificate);
    password = file('password', 'correct horse\n');
    cluster = await RedisCluster.startWithTls([
      '--tls-ca-cert-file', ca, '--tls-cert-file', file('tls.crt', issued.certificate), '--tls-key-file', file('tls.key', issued.key), '--tls-auth-clients', 'no',
      '--user', 'scaler', 'on', '>correct horse', '~*', ...COMMANDS.map((command) => `+${command}`),
    ]);
  });
  afterAll(() => cluster?.stop());

  const polled = async (config: Partial<RedisClusterConnectionConfig>) => {
    const scaler = await connect(cluster, { tls: true, caFile: ca, username: 'scaler', passwordFile: password, ...config });
    const keda = new Keda(scaler.grpcPort);
    try {
      const open = keda.streamIsActive(ref(redisStream(KEYS[2])));
      const results = [];
      for (const source of [...KEYS.map(redisStream), list]) {
        results.push(await timed(() => keda.poll(ref(source))));
      }
      await pause(200);
      open.cancel();
      return results;
    } finally {
      keda.close();
      await scaler.stop();
    }
  };

  test('encrypts to every node, and needs no more than is written down', async () => {
    for (const { error, result } of await polled({})) {
      expect(error).toBeUndefined();
      expect(result).toMatchObject({ value: 0 });
    }
    for (const node of cluster.nodes) {
      const admin = node.client();
      const log = await admin.acl('LOG');
      admin.disconnect();
      expect(log).toEqual([]); // nothing was denied
    }
  });

  test('a wrong password is an error that says so', async () => {
    const wrong = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
    writeFileSync(wrong, 'wrong');
    for (const { error } of await polled({ passwordFile: wrong })) {
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('WRONGPASS') });
    }
  });

  test('a password that is corrected is used without a restart', async () => {
    const corrected = join(mkdtempSync(join(tmpdir(), 'secret-')), 'password');
    writeFileSync(corrected, 'wrong');
    const scaler = await connect(cluster, { tls: true, caFile: ca, username: 'scaler', passwordFile: corrected });
    const keda = new Keda(scaler.grpcPort);
    try {
      expect((await timed(() => keda.poll(ref(list)))).error).toMatchObject({ code: status.UNAVAILABLE });
      rmSync(corrected); // as for a moment when a Secret changes
      await pause(700);
      expect((await timed(() => keda.poll(ref(list)))).error).toMatchObject({ code: status.UNAVAILABLE });
      writeFileSync(corrected, 'correct horse');
      await pause(1200);
      expect(await keda.poll(ref(list))).toMatchObject({ value: 0 });
    } finally {
      keda.close();
      await scaler.stop();
    }
  });

  test('an authority that did not sign the servers is an error that says so', async () => {
    const other = join(mkdtempSync(join(tmpdir(), 'ca-')), 'ca.crt');
    writeFileSync(other, (await createAuthority('another-ca')).certificate);
    for (const { error } of await polled({ caFile: other })) {
      expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('none showed a certificate of the authority that is trusted') });
    }
  });
});
