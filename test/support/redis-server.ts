import { ChildProcess, spawn, spawnSync } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Redis, RedisOptions } from 'ioredis';
import { freePort } from '../../rehearsal/src/run/redis-process';

const STARTED_WITHIN_MS = 10_000;

/** Whether a redis-server is installed. */
export function redisInstalled(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A real redis-server of a test's own, on loopback, that keeps nothing. */
export class RedisServer {
  /** Starts one on a free port and returns when it answers. */
  public static async start(args: readonly string[] = []): Promise<RedisServer> {
    if (!redisInstalled()) {
      throw new Error('redis-server: not found; expected Redis 7 or newer on the PATH; run scripts/install-redis.sh');
    }
    const server = new RedisServer(await freePort(), args);
    await server.launch();
    return server;
  }

  private process?: ChildProcess;
  private readonly directory = mkdtempSync(join(tmpdir(), 'redis-'));

  private constructor(public readonly port: number, private readonly args: readonly string[]) {}

  public get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** A client, for the test to play producers and workers with; the test closes it. */
  public client(options: RedisOptions = {}): Redis {
    const client = new Redis(this.port, '127.0.0.1', { disconnectTimeout: 200, ...options });
    client.on('error', () => undefined); // tests stop servers on purpose
    return client;
  }

  /** Stops it in the middle of what it does: it keeps its connections and answers nothing. */
  public pause(): void {
    this.process!.kill('SIGSTOP');
  }

  public resume(): void {
    this.process!.kill('SIGCONT');
  }

  /** Kills it; `launch` brings an empty one to the same port. */
  public async kill(): Promise<void> {
    const ended = new Promise((resolve) => this.process!.once('exit', resolve));
    this.process!.kill('SIGKILL');
    await ended;
  }

  public async launch(): Promise<void> {
    this.process = spawn('redis-server', [
      '--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.directory, ...this.args,
    ], { stdio: 'ignore' });
    const client = new Redis(this.port, '127.0.0.1', { lazyConnect: true, disconnectTimeout: 200, retryStrategy: () => 50, maxRetriesPerRequest: null });
    client.on('error', () => undefined);
    const timer = setTimeout(() => client.disconnect(), STARTED_WITHIN_MS);
    try {
      // A server that wants a password answers too, with an error.
      await client.ping().catch((error: Error) => {
        if (!error.message.startsWith('NOAUTH')) {
          throw new Error(`redis-server on port ${this.port} did not answer within ${STARTED_WITHIN_MS} ms: ${error.message}`);
        }
      });
    } finally {
      clearTimeout(timer);
      client.disconnect();
    }
  }

  public async stop(): Promise<void> {
    if (this.process!.exitCode === null && this.process!.signalCode === null) {
      await this.kill();
    }
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export { freePort };
