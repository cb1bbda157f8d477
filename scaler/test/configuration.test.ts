import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { status } from '@grpc/grpc-js';
import { Redis } from 'ioredis';
import { Keda, pause, redisConfig, redisStream, ref, timed } from './support';
import { renderScalerConfig, ScalerConfig } from '../../lib/contract';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { Scaler, SCALER_TIMES, startScaler } from '../src/scaler';

/** Longer than it takes to notice a change. */
const NOTICED_MS = 700;

describeWithRedis('the configuration, changed while the scaler runs', () => {
  const directory = mkdtempSync(join(tmpdir(), 'configuration-'));
  const configFile = join(directory, 'scaler.json');
  const logged: string[] = [];
  let servers: RedisServer[];
  let clients: Redis[];
  let scaler: Scaler;
  let keda: Keda;

  const write = (config: ScalerConfig) => writeFileSync(configFile, renderScalerConfig(config));
  const add = async (server: number, jobs: number) => {
    for (let job = 0; job < jobs; job++) {
      await clients[server].xadd('inference-jobs', '*', 'job', String(job));
    }
  };
  const object = ref(redisStream('inference-jobs'));

  beforeEach(async () => {
    logged.length = 0;
    servers = await Promise.all([RedisServer.start(), RedisServer.start()]);
    clients = servers.map((server) => server.client());
    const config = redisConfig(servers[0].port);
    write(config);
    scaler = await startScaler({ grpcAddress: '127.0.0.1:0', healthAddress: '127.0.0.1:0', config, configFile },
      (_level, message) => logged.push(message), { ...SCALER_TIMES, lastGoodMs: 0 });
    keda = new Keda(scaler.grpcPort);
  });
  afterEach(async () => {
    keda.close();
    await scaler.stop();
    clients.forEach((client) => client.disconnect());
    await Promise.all(servers.map((server) => server.stop()));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test('another server is read, and streams go on: the next push comes from it', async () => {
    const open = keda.streamIsActive(object);
    expect((await open.count(1)).value).toEqual({ result: false });
    write(redisConfig(servers[1].port));
    await pause(NOTICED_MS);
    await add(1, 3);
    expect((await open.count(2, 1500)).value).toEqual({ result: true });
    expect(open.ended).toBeUndefined();
    expect(await keda.poll(object)).toMatchObject({ value: 3, active: true });
    expect(logged).toContain('configuration changed');
    open.cancel();
  });

  test('a connection that is new can be used, one that is gone is an error and not 0', async () => {
    await add(0, 5);
    expect(await keda.poll(object)).toMatchObject({ value: 5 });
    const { jobs } = redisConfig(servers[1].port).connections;
    const other = ref({ type: 'redis-stream', connection: 'other', stream: 'inference-jobs', group: 'workers' });
    expect((await timed(() => keda.getMetricSpec(other))).error).toMatchObject({ code: status.INVALID_ARGUMENT });
    write({ connections: { other: jobs } });
    await pause(NOTICED_MS);
    await add(1, 2);
    expect(await keda.poll(other)).toMatchObject({ value: 2 });
    expect((await timed(() => keda.getMetrics(object))).error?.details).toContain('connection: got "jobs"; expected a connection of this scaler (other)');
  });

  test('one that has changed since the settings were read is the one that counts', async () => {
    await add(1, 4);
    const settings = { grpcAddress: '127.0.0.1:0', healthAddress: '127.0.0.1:0', config: redisConfig(servers[0].port), configFile };
    write(redisConfig(servers[1].port));
    const later = await startScaler(settings, () => undefined, { ...SCALER_TIMES, lastGoodMs: 0 });
    const client = new Keda(later.grpcPort);
    try {
      expect(await client.poll(object)).toMatchObject({ value: 4 });
    } finally {
      client.close();
      await later.stop();
    }
  });

  test('a wrong one is refused with the path of what is wrong, and the last good one stays', async () => {
    await add(0, 5);
    writeFileSync(configFile, JSON.stringify({ connections: { jobs: { ...redisConfig(servers[1].port).connections.jobs, port: 0 } } }));
    await pause(NOTICED_MS);
    expect(await keda.poll(object)).toMatchObject({ value: 5 });
    expect(logged).toContain('configuration not changed');
    expect(logged).not.toContain('configuration changed');
  });
});
