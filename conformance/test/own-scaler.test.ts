import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Redis } from 'ioredis';
import { renderTriggerMetadata, SCALER_RUNTIME, ScalerConfig, SourceMetadata } from '../../lib/contract';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';
import { ScalerProcess } from '../../scaler/src/scaler-process';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { ConformanceOptions, Report, RULES, runConformance } from '../src';

const STREAM = 'jobs';
const GROUP = 'workers';

/** The metadata that a construct writes. */
function metadata(source: SourceMetadata) {
  return renderTriggerMetadata({ kind: 'ScaledObject', triggerId: 'jobs', metricName: 'jobs-outstanding', jobsPerReplica: 5, activationThreshold: 0, source });
}

function outcomes({ results }: Report) {
  return Object.fromEntries(results.map(({ rule, outcome, finding, reason }) => [rule.name, finding ?? (outcome === 'blocked' ? reason : outcome)]));
}

function expected(unchecked: readonly string[]) {
  return Object.fromEntries(RULES.map(({ name }) => [name, unchecked.includes(name) ? 'not checked' : 'ok']));
}

describe('the scaler of this repository', () => {
  let scaler: ScalerProcess;
  let start: (grpcAddress?: string) => Promise<ScalerProcess>;

  /** What holds for each: it pushes, refuses wrong metadata, and can be rolled. */
  const options = (more: Partial<ConformanceOptions> & Pick<ConformanceOptions, 'metadata'>): ConformanceOptions => ({
    address: scaler.grpcAddress.replace('127.0.0.1', 'localhost'),
    push: true,
    invalidMetadata: { jobsPerReplica: 'five' },
    restart: async () => {
      await scaler.stop();
      scaler = await start(scaler.grpcAddress);
    },
    ...more,
  });

  const run = async (config: ScalerConfig, env: { readonly [name: string]: string }, more: () => Parameters<typeof options>[0], rules = RULES) => {
    start = (grpcAddress) => ScalerProcess.start(config, { env, grpcAddress });
    scaler = await start();
    try {
      return await runConformance(options(more()), { rules });
    } finally {
      await scaler.stop();
    }
  };

  test('keeps every rule with an embedded queue, which has no backend and here no TLS', async () => {
    const change = async (what: string) => {
      await fetch(`http://${scaler.healthAddress}/queues/trial/${what}?count=1`, { method: 'POST' });
    };
    const report = await run({ connections: {} }, {}, () => ({
      metadata: metadata({ type: 'memory', queue: 'trial' }),
      work: {
        enqueue: () => change('add'),
        drain: async () => {
          await change('take');
          await change('finish');
        },
      },
    }));
    expect(outcomes(report)).toEqual(expected(['plaintext-refused', 'client-certificate', 'fault-recovery', 'fault-deadline', 'fault-error', 'fault-spec']));
  }, 120_000);

  describeWithRedis('with a Redis Stream', () => {
    let redis: RedisServer;
    let client: Redis;

    beforeEach(async () => {
      redis = await RedisServer.start();
      client = redis.client();
    });
    afterEach(async () => {
      client.disconnect();
      await redis.stop();
    });

    const stream = () => ({
      metadata: metadata({ type: 'redis-stream', connection: 'jobs', stream: STREAM, group: GROUP }),
      work: {
        enqueue: async () => {
          await client.xgroup('CREATE', STREAM, GROUP, '0', 'MKSTREAM').catch(() => undefined); // it may be there
          await client.xadd(STREAM, '*', 'prompt', 'a cat');
        },
        drain: async () => {
          await client.del(STREAM);
        },
      },
    });
    const config = (): ScalerConfig => ({ connections: { jobs: { type: 'redis', host: '127.0.0.1', port: redis.port, database: 0, tls: false } } });

    test('keeps every rule, over mutual TLS, with a Redis that hangs', async () => {
      const authority = await createAuthority('scaler-ca');
      const server = await issue(authority, { commonName: 'scaler', dnsNames: ['localhost'] });
      const keda = await issue(authority, { commonName: 'keda' });
      const directory = mkdtempSync(join(tmpdir(), 'tls-'));
      writeFileSync(join(directory, 'tls.crt'), server.certificate);
      writeFileSync(join(directory, 'tls.key'), server.key);
      writeFileSync(join(directory, 'ca.crt'), authority.certificate);
      const report = await run(config(), { [SCALER_RUNTIME.env.tlsDirectory]: directory }, () => ({
        ...stream(),
        tls: { authority: Buffer.from(authority.certificate), certificate: Buffer.from(keda.certificate), key: Buffer.from(keda.key) },
        backend: { break: async () => redis.pause(), mend: async () => redis.resume() },
      }));
      expect(outcomes(report)).toEqual(expected([]));
      expect(report.conforms).toBe(true);
    }, 180_000);

    test('keeps the rules about faults with a Redis that is killed, and comes back empty', async () => {
      const rules = RULES.filter(({ needs }) => needs.includes('backend'));
      const report = await run(config(), {}, () => ({ ...stream(), backend: { break: () => redis.kill(), mend: () => redis.launch() } }), rules);
      expect(outcomes(report)).toEqual(Object.fromEntries(rules.map(({ name }) => [name, 'ok'])));
    }, 120_000);
  });
});
