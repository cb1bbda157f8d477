import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { Redis, RedisOptions } from 'ioredis';
import { RedisServer } from './redis-server';
import { ServerProcess } from './server-process';
import { freePort } from '../../rehearsal/src/run/free-port';

/** A real Sentinel of a test's own on loopback, which watches a primary called `mymaster` and decides alone. */
export class RedisSentinel {
  /**
   * Starts it and returns when it knows that the primary has a replica.
   *
   * @param lines more of its configuration; `options` is how to speak with it then
   */
  public static async start(primary: RedisServer, lines: readonly string[] = [], options: RedisOptions = {}): Promise<RedisSentinel> {
    const sentinel = new RedisSentinel(await freePort(), primary, lines, options);
    await sentinel.launch();
    return sentinel;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'sentinel-'));
  private readonly server: ServerProcess;

  private constructor(public readonly port: number, primary: RedisServer, lines: readonly string[], private readonly options: RedisOptions) {
    const file = join(this.directory, 'sentinel.conf');
    writeFileSync(file, [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${this.directory}`,
      `sentinel monitor mymaster 127.0.0.1 ${primary.port} 1`,
      'sentinel down-after-milliseconds mymaster 500',
      'sentinel failover-timeout mymaster 2000',
      ...lines,
    ].join('\n'));
    this.server = new ServerProcess({ executable: 'redis-server', args: [file, '--sentinel'], ready: () => this.knowsReplica() });
  }

  /** The port of the primary, when it is another one. */
  public async failedOver(from: number): Promise<number> {
    for (;;) {
      const port = await this.ask(async (client) => Number((await client.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', 'mymaster') as string[])[1]));
      if (port !== from) {
        return port;
      }
      await sleep(50);
    }
  }

  public launch(): Promise<void> {
    return this.server.launch();
  }

  public kill(): Promise<void> {
    return this.server.kill();
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private async knowsReplica(): Promise<void> {
    const replicas = await this.ask((client) => client.call('SENTINEL', 'REPLICAS', 'mymaster')) as string[][];
    if (replicas.length === 0 || !replicas[0].includes('ok')) {
      throw new Error('it knows no replica yet');
    }
  }

  private async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis(this.port, '127.0.0.1', { disconnectTimeout: 200, retryStrategy: () => null, enableReadyCheck: false, ...this.options });
    client.on('error', () => undefined); // the question fails
    try {
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}
