import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describeWithRedis } from '../../../test/support/redis-server';
import { RedisProcess } from '../../src/run/redis-process';

const ROOT = `${__dirname}/../../..`;

/** Runs a script that prints the ports it has opened, as JSON, and then does nothing. */
async function holder(script: string): Promise<{ readonly process: ChildProcess; readonly ports: readonly number[] }> {
  const child = spawn(process.execPath, ['--require', 'tsx/cjs', '--eval', `${script}; setInterval(() => undefined, 1000);`], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: child.stdout! }), 'line');
  return { process: child, ports: JSON.parse(line as string) };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

async function silent(port: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && await answers(port); tries++) {
    await sleep(50);
  }
  return !await answers(port);
}

describeWithRedis('what a rehearsal starts', () => {
  test.each(['SIGKILL', 'SIGTERM'] as const)('does not outlive it when it ends by %s: Redis and the scaler', async (signal) => {
    const { process: killed, ports } = await holder(`
      const { RedisProcess } = require('./rehearsal/src/run/redis-process');
      const { ScalerProcess } = require('./scaler/src/scaler-process');
      const { guarded } = require('./rehearsal/src/control-plane/child');
      Promise.all([RedisProcess.start(), ScalerProcess.start({ connections: {} }, { guard: guarded })])
        .then(([redis, scaler]) => console.log(JSON.stringify([redis.port, Number(scaler.grpcAddress.split(':')[1])])))`);
    expect(await Promise.all(ports.map(answers))).toEqual([true, true]);
    killed.kill(signal);
    expect(await Promise.all(ports.map(silent))).toEqual([true, true]);
  }, 40_000);

  test('Redis keeps its data when it is killed and launched again', async () => {
    const redis = await RedisProcess.start();
    const client = redis.client();
    try {
      await client.xadd('jobs', '*', 'job', 1);
      await redis.kill();
      expect(await answers(redis.port)).toBe(false);
      await redis.launch();
      expect(await client.xlen('jobs')).toBe(1);
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });
});

test('without redis-server it says what to do', () => {
  const script = "require('./rehearsal/src/run/redis-process').RedisProcess.start().catch((error) => console.log(error.message))";
  const { stdout } = spawnSync(process.execPath, ['--require', 'tsx/cjs', '--eval', script], { cwd: ROOT, encoding: 'utf8', env: { PATH: '/nonexistent' } });
  expect(stdout).toMatch(/^redis-server: not found; a rehearsal needs Redis 7 or newer on the PATH; install it/);
});
