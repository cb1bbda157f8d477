import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ROOT, SOURCE } from './running';
import { redisConfig } from './support';
import { HttpConnectionConfig, renderScalerConfig } from '../../lib/contract';
import { freePort } from '../../rehearsal/src/run/free-port';
import { shippedNode } from '../../scripts/image/as-shipped';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';

function run(args: string[], env: { [name: string]: string } = {}): { readonly code: number | null; readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(shippedNode(), [...SOURCE, ...args],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ...env } });
  return { code: status, out: stdout.trim(), err: stderr.trim() };
}

describe('the commands of the scaler', () => {
  const directory = mkdtempSync(join(tmpdir(), 'commands-'));
  const configFile = join(directory, 'scaler.json');
  const password = join(directory, 'password');
  afterAll(() => rmSync(directory, { recursive: true }));

  describe('check', () => {
    test('says what is configured', () => {
      writeFileSync(password, 'correct horse');
      writeFileSync(configFile, renderScalerConfig(redisConfig(6379, password)));
      expect(run(['check'], { CONFIG_FILE: configFile })).toEqual({ code: 0, out: `connection jobs: redis, readable: ${password}\nplain text: no certificates`, err: '' });
    });

    test('works without a configuration', () => {
      expect(run(['check'])).toMatchObject({ code: 0, out: 'no connections: only embedded queues\nplain text: no certificates' });
    });

    test('says where traces go', () => {
      expect(run(['check'], { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' }).out).toContain('traces: to http://collector:4318');
    });

    test('refuses a file that is not there', () => {
      const missing = join(directory, 'missing');
      writeFileSync(configFile, renderScalerConfig(redisConfig(6379, missing)));
      const { code, err } = run(['check'], { CONFIG_FILE: configFile });
      expect(code).toBe(1);
      expect(err).toContain(`error: connections.jobs.passwordFile: got "${missing}"; expected a file that can be read; mount the Secret that holds it`);
    });

    test('finds the files of an HTTP connection, wherever they stand', () => {
      const missing = join(directory, 'missing');
      const http = (connection: Partial<HttpConnectionConfig>) => {
        writeFileSync(configFile, renderScalerConfig({ connections: { api: { type: 'http', url: 'https://api', ...connection } } }));
        return run(['check'], { CONFIG_FILE: configFile });
      };
      writeFileSync(password, 'correct horse');
      expect(http({ authentication: { type: 'bearer', tokenFile: password }, headerFiles: { 'X-Api-Key': configFile }, caFile: password }).out).toContain(
        `connection api: http, readable: ${password}, ${configFile}, ${password}`);
      expect(http({ authentication: { type: 'bearer', tokenFile: missing } }).err).toContain(`connections.api.authentication.tokenFile: got "${missing}"`);
      expect(http({ headerFiles: { 'X-Api-Key': missing } }).err).toContain(`connections.api.headerFiles.X-Api-Key: got "${missing}"`);
    });

    test('refuses a folder without certificates', () => {
      expect(run(['check'], { TLS_DIRECTORY: directory })).toMatchObject({ code: 1, err: expect.stringContaining('expected tls.crt, tls.key and ca.crt in PEM') });
    });
  });

  describeWithRedis('read', () => {
    const source = ['sourceType=redis-stream', 'connection=jobs', 'stream=inference-jobs', 'group=workers'];

    test('says what is waiting and in flight', async () => {
      const redis = await RedisServer.start();
      const client = redis.client();
      try {
        await client.xgroup('CREATE', 'inference-jobs', 'workers', '0', 'MKSTREAM');
        await Promise.all([1, 2, 3].map((job) => client.xadd('inference-jobs', '*', 'job', String(job))));
        await client.xreadgroup('GROUP', 'workers', 'worker-1', 'COUNT', 1, 'STREAMS', 'inference-jobs', '>');
        writeFileSync(configFile, renderScalerConfig(redisConfig(redis.port)));
        const { code, out } = run(['read', ...source], { CONFIG_FILE: configFile });
        expect(out).toMatch(/^connection jobs: redis:\/\/127\.0\.0\.1:\d+\/0: stream inference-jobs, group workers: 2 waiting, 1 in flight \(read in \d+ ms\)$/);
        expect(code).toBe(0);
      } finally {
        client.disconnect();
        await redis.stop();
      }
    });

    test('fails with the words of the source when it cannot be read', async () => {
      const port = await freePort();
      writeFileSync(configFile, renderScalerConfig(redisConfig(port)));
      const { code, out, err } = run(['read', ...source], { CONFIG_FILE: configFile });
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(`error: connection jobs: redis://127.0.0.1:${port}/0: connect ECONNREFUSED`);
    });
  });

  test('read reads sources put together, too', () => {
    const sources = JSON.stringify([{ type: 'memory', queue: 'a' }, { type: 'weighted', source: { type: 'memory', queue: 'b' }, weight: 2 }]);
    expect(run(['read', 'sourceType=sum', `sources=${sources}`])).toMatchObject({
      code: 0, out: expect.stringMatching(/^sum\(embedded queue a, weighted\(embedded queue b\)\): 0 waiting, 0 in flight/),
    });
  });

  test.each([
    [['read'], "error: missing required argument 'field'"],
    [['read', 'redis-stream'], 'error: field: got "redis-stream"; expected KEY=VALUE; write for example connection=jobs'],
    [['read', 'connection=jobs'], 'error: sourceType: got nothing; expected one of'],
    [['read', 'sourceType=redis-stream', 'connection=jobs', 'stream=jobs'], 'error: group: got nothing; expected a non-empty string; set group'],
    [['read', 'sourceType=memory', 'queue=trial', 'stream=jobs'], 'error: stream: unknown metadata key for source memory; expected only sourceType, queue'],
    [['serv'], "error: too many arguments for 'serve'"],
  ])('refuses %j', (args, message) => {
    const { code, err } = run(args);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
