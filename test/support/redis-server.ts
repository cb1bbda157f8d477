import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Redis, RedisOptions } from 'ioredis';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a Redis. */
export const describeWithRedis = describeWith('redis-server');

/** A real redis-server of a test's own, on loopback, that keeps nothing. */
export class RedisServer extends TestServer {
  /** Starts one on a free port and returns when it answers. */
  public static async start(args: readonly string[] = []): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), args);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'redis-'));
  protected readonly server: ServerProcess;

  private constructor(public readonly port: number, args: readonly string[]) {
    super();
    this.server = new ServerProcess({
      executable: 'redis-server',
      args: ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', this.directory, ...args],
      ready: () => this.answers(),
    });
  }

  public get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** A client, for the test to play producers and workers with; the test closes it. */
  public client(options: RedisOptions = {}): Redis {
    const client = new Redis(this.port, '127.0.0.1', { disconnectTimeout: 200, ...options });
    client.on('error', () => undefined); // tests stop servers on purpose
    return client;
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async answers(): Promise<void> {
    const client = this.client({ retryStrategy: () => null });
    try {
      await client.ping();
    } catch (error) {
      if (!(error as Error).message.startsWith('NOAUTH')) { // one that wants a password answers too
        throw error;
      }
    } finally {
      client.disconnect();
    }
  }
}

