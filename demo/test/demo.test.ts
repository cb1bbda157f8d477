import { ChildProcess, spawn } from 'child_process';
import { join } from 'path';
import { Redis } from 'ioredis';
import { freePort } from '../../rehearsal/src/run/free-port';
import { describeWithRedis, RedisServer } from '../../test/support/redis-server';
import { parseRedisUrl } from '../src/redis-jobs';

const ROOT = join(__dirname, '../..');

/** What a user sees of `npm start`. */
function play(...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return playWith(() => undefined, ...args);
}

/** The same, with something that happens in the middle, when the burst has been answered. */
function playWith(inTheMiddle: (child: ChildProcess) => void, ...args: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'demo/src/main.ts', ...args], {
      cwd: ROOT, env: { ...process.env, TSX_TSCONFIG_PATH: join(ROOT, 'examples/tsconfig.json') },
    });
    let output = '';
    let happened = false;
    const read = (text: string) => {
      output += text;
      if (!happened && output.includes(': 2 → 10')) {
        happened = true;
        inTheMiddle(child);
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('close', (code) => resolve({ code, output }));
  });
}

function expectTheStory({ code, output }: { readonly code: number | null; readonly output: string }): void {
  expect(output).toContain('✓ the scaler tells KEDA the target of the manifests, 5 jobs per replica (5 asked, 5 streamed)');
  expect(output).toMatch(/00:05 +8 jobs; scaler pushes "active" after \d+ ms, KEDA starts a worker +8 +0 +1\n/);
  expect(output).toMatch(/00:15 +39 more jobs; the scaler reports 47 +47 +0 +2\n/);
  expect(output).toMatch(/00:25 +HPA: 47 jobs at 5 per replica ask for 10: 2 → 10 +47 +0 +10\n/);
  expect(output).toMatch(/12:10 +10 jobs done; nothing waits, but 7 still run: that is not idle +0 +7 +10\n/);
  expect(output).toMatch(/29:15 +the cooldown is over: KEDA stops the last, Karpenter its nodes +0 +0 +0\n/);
  expect(output.match(/✓/g)).toHaveLength(8);
  expect(output).not.toContain('✗');
  // Plain lines where there is no terminal.
  expect(output).not.toContain('\u001b');
  expect(code).toBe(0);
}

describe('npm start', () => {
  test('plays the story with the embedded queue', async () => {
    const played = await play();
    expect(played.output).toContain("the trigger's source redis-stream → memory; everything else is as synthesized");
    expectTheStory(played);
  }, 60_000);

  test('says at once that a Redis cannot be used', async () => {
    const { code, output } = await play('--redis', `redis://127.0.0.1:${await freePort()}`);
    expect(code).toBe(1);
    expect(output).toMatch(/--redis: redis:\/\/127\.0\.0\.1:\d+\/0 cannot be used \(connect ECONNREFUSED 127\.0\.0\.1:\d+\); start a Redis 7 there/);
    expect(output).not.toContain('2. Start the real scaler');
  }, 30_000);

  describeWithRedis('--redis', () => {
    let redis: RedisServer;

    beforeEach(async () => {
      redis = await RedisServer.start(['--requirepass', 'correct horse']);
    });
    afterEach(() => redis.stop());

    test('plays it with real entries, and leaves none behind', async () => {
      const played = await play('--redis', `redis://:correct%20horse@127.0.0.1:${redis.port}/3`);
      expect(played.output).toContain('jobs are in stream inference-jobs, group workers, on redis://127.0.0.1');
      expectTheStory(played);
      const client = redis.client({ password: 'correct horse', db: 3 });
      expect(await client.keys('*')).toEqual([]);
      client.disconnect();
    }, 60_000);

    test("does not touch a stream that is somebody's", async () => {
      const client = redis.client({ password: 'correct horse' });
      await client.xadd('inference-jobs', '*', 'prompt', 'a cat');
      const { code, output } = await play('--redis', `redis://:correct%20horse@127.0.0.1:${redis.port}`);
      expect(code).toBe(1);
      expect(output).toContain("has a key inference-jobs already, and its jobs are somebody's");
      expect(await client.xlen('inference-jobs')).toBe(1);
      client.disconnect();
    }, 30_000);
  });
});

describeWithRedis('npm start -- --redis, when something comes between', () => {
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

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s ends the scaler and leaves no stream behind', async (signal) => {
    const { code, output } = await playWith((child) => child.kill(signal), '--redis', redis.url);
    expect(output).toContain('interrupted; nothing is left behind');
    expect(code).toBe(130);
    expect(await client.keys('*')).toEqual([]);
    expect(await client.client('LIST')).toMatch(/^id=\S+ [^\n]*\n?$/); // this test's own connection and no other
  }, 60_000);

  test('keeps a stream that somebody else has added to', async () => {
    const { code, output } = await playWith(() => void client.xadd('inference-jobs', '*', 'prompt', 'a cat'), '--redis', redis.url);
    expect(code).toBe(1);
    expect(output).toContain('got 48 entries; expected the 47 of the story, so the stream was left as it is');
    expect(await client.xlen('inference-jobs')).toBe(48);
  }, 60_000);

  test('fails, and says with what, when a job is never finished', async () => {
    const takeOne = () => void client.xreadgroup('GROUP', 'workers', 'somebody else', 'COUNT', 1, 'STREAMS', 'inference-jobs', '>');
    const { code, output } = await playWith(takeOne, '--redis', redis.url);
    expect(output).toMatch(/somebody else has taken jobs and does not finish them +0 +1 +\d+\n/);
    expect(output).toContain('✗ the queue is drained: got 0 waiting, 1 in flight');
    expect(output).toMatch(/✗ back to 0 workers, and no job was running: got 1 workers, 1 jobs outstanding, active: true\n/);
    expect(output).not.toContain('What to do next');
    expect(code).toBe(1);
    expect(await client.keys('*')).toEqual([]);
  }, 60_000);

  test.each([
    ['goes away', () => void redis.kill()],
    ['hangs', () => redis.pause()],
  ])('says so when Redis %s', async (_, inTheMiddle) => {
    const { code, output } = await playWith(inTheMiddle, '--redis', redis.url);
    expect(code).toBe(1);
    expect(output).toMatch(/--redis: lost stream inference-jobs, group workers, on redis:\/\/\S+ in the middle of the story \(.+\); see why it went away/);
  }, 60_000);
});

describe('--redis', () => {
  test.each([
    ['redis://localhost', { host: 'localhost', port: 6379, database: 0, tls: false }],
    ['redis://user:p%40ss@redis.ml-platform:6380/2', { host: 'redis.ml-platform', port: 6380, database: 2, username: 'user', tls: false }],
    ['rediss://localhost', { tls: true }],
    ['redis://localhost/', { database: 0 }],
    ['redis://[::1]:6380/2', { host: '::1', port: 6380, database: 2 }],
  ])('reads %s', (url, config) => {
    expect(parseRedisUrl(url).config).toMatchObject(config);
  });

  test('reads the password', () => {
    expect(parseRedisUrl('redis://user:p%40ss@localhost').password).toBe('p@ss');
  });

  test.each(['localhost:6379', 'http://localhost', 'redis://', 'redis://localhost/zero', 'redis://localhost/-1', ''])('refuses %p', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(`--redis: got ${JSON.stringify(url)}; expected redis://`);
  });

  test.each(['redis://user:s3cret@localhost/zero', 'redis://:s3c:r@t/@localhost'])('does not repeat the password of %s', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(/got "redis:\/\/\*\*\*@localhost[^ ]*"; expected/);
  });
});
