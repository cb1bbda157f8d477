import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

const STARTS_WITHIN_MS = 10_000;

/** A real redis-server for one rehearsal, on loopback. It keeps its data over a restart, and ends with this process. */
export class RedisProcess {
  /**
   * @throws Error that says what to do if there is no redis-server
   */
  public static async start(): Promise<RedisProcess> {
    const server = new RedisProcess(await freePort());
    await server.launch();
    return server;
  }

  private child?: ChildProcess;
  private readonly directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-redis-'));

  private constructor(public readonly port: number) {
    process.once('exit', () => this.discard());
  }

  /** A client; the caller disconnects it. */
  public client(): Redis {
    const client = new Redis(this.port, '127.0.0.1', { disconnectTimeout: 200, retryStrategy: () => 100, maxRetriesPerRequest: null });
    client.on('error', () => undefined); // it comes back
    return client;
  }

  /** Starts it; after `kill`, with what it held. */
  public async launch(): Promise<void> {
    const child = spawn('redis-server', [
      '--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--dir', this.directory,
    ], { stdio: 'ignore' });
    this.child = child;
    await Promise.race([once(child, 'spawn'), once(child, 'error').then(([error]) => {
      throw new Error(`redis-server: ${(error as NodeJS.ErrnoException).code === 'ENOENT' ? 'not found' : (error as Error).message}; `
        + 'a rehearsal needs Redis 7 or newer on the PATH; install it (scripts/install-redis.sh on Debian and Ubuntu)');
    })]);
    const client = this.client();
    const timer = setTimeout(() => client.disconnect(), STARTS_WITHIN_MS);
    try {
      await client.ping();
    } catch (error) {
      throw new Error(`redis-server did not answer within ${STARTS_WITHIN_MS / 1000} s: ${(error as Error).message}`);
    } finally {
      clearTimeout(timer);
      client.disconnect();
    }
  }

  public async kill(): Promise<void> {
    const { child } = this;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  }

  public async stop(): Promise<void> {
    await this.kill();
    this.discard();
  }

  private discard(): void {
    this.child?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
