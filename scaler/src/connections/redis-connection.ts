import type { Redis, RedisOptions } from 'ioredis';
import { clusterClient, LONGEST_RETRY_MS, RedisClient, RedisConfig, serverClient } from './redis-client';
import { overdue, timeoutOf } from './time-limit';
import { Log } from '../log';

/** What the client's own errors mean to whoever has to correct it. */
function wordsFor({ name, message }: Error, timeoutMs: number): string {
  if (message === 'Command timed out') {
    return overdue(timeoutMs);
  }
  return name === 'MaxRetriesPerRequestError' ? 'closed the connection before it answered; check that it runs' : message;
}

/** Redis that answers soon or fails soon, and comes back by itself. */
export class RedisConnection {
  private client?: RedisClient;
  private closed = false;
  private problem?: string;
  /** The first attempt to connect, for all who wait for it. */
  private opening?: Promise<void>;

  public constructor(private readonly name: string, private readonly config: RedisConfig, private readonly log: Log) {}

  /**
   * Runs commands.
   *
   * @throws Error that names the connection and the server, and says what to check
   */
  public async run<T>(commands: (client: RedisClient) => Promise<T>): Promise<T> {
    try {
      return await commands(await this.ready());
    } catch (error) {
      throw new Error(`${this.description}: ${wordsFor(error as Error, this.timeoutMs)}`);
    }
  }

  /**
   * A client of its own, for commands that block. It does not come back by itself.
   *
   * @throws Error for a cluster, where a command reaches one slot
   */
  public dedicated(): Redis {
    return this.ownClient({ retryStrategy: () => null });
  }

  /**
   * A client of its own, for messages of the server. It comes back by itself, without its subscriptions.
   *
   * @throws Error for a cluster, where each node tells of its own keys
   */
  public subscriber(): Redis {
    return this.ownClient({ autoResubscribe: false });
  }

  public close(): void {
    this.closed = true;
    this.client?.disconnect();
  }

  /** How long the server may take for an answer. */
  public get timeoutMs(): number {
    return timeoutOf(this.config);
  }

  /** The connection and its server, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  /** A cluster has but one. */
  public get database(): number {
    return this.config.type === 'redis-cluster' ? 0 : this.config.database;
  }

  public get isCluster(): boolean {
    return this.config.type === 'redis-cluster';
  }

  public get address(): string {
    const { config } = this;
    switch (config.type) {
      case 'redis': return `redis://${config.host}:${config.port}/${config.database}`;
      case 'redis-sentinel': return `redis-sentinel://${listed(config.sentinels)}/${config.primary}/${config.database}`;
      case 'redis-cluster': return `redis-cluster://${listed(config.nodes)}`;
    }
  }

  private ownClient(options: RedisOptions): Redis {
    if (this.config.type === 'redis-cluster') {
      throw new Error(`${this.description}: a cluster is not one server`);
    }
    const client = serverClient(this.config, options);
    client.on('error', () => undefined); // said by the shared client already
    return client;
  }

  private async ready(): Promise<RedisClient> {
    const client = this.client ?? this.open();
    if (client.status === 'ready') {
      return client;
    }
    if (this.problem === undefined) {
      await (this.opening ??= readyOrClosed(client, this.timeoutMs).finally(() => {
        this.opening = undefined;
      }));
    }
    if (this.problem !== undefined) {
      throw new Error(`${this.problem}; check that it runs, that this pod may connect to it, and its password`);
    }
    return client;
  }

  private open(): RedisClient {
    const options = { commandTimeout: this.timeoutMs, enableAutoPipelining: true, socketTimeout: 5000 };
    const client = this.config.type === 'redis-cluster' ? clusterClient(this.config, options) : serverClient(this.config, { ...options, failoverDetector: true });
    client.on('error', (error: Error) => this.fail(reasonOf(error)));
    client.on('close', () => this.fail(this.problem ?? 'the connection was closed'));
    client.on('ready', () => {
      if (this.problem !== undefined) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
      }
      this.problem = undefined;
    });
    // Where the client does not try again by itself: no Sentinel answered, or no node of a cluster is left.
    client.on('end', () => this.reopenSoon());
    this.client = client;
    // This only says that the connection is closed; why is known by now, from the error event.
    client.connect().catch((error: Error) => this.fail(this.problem ?? reasonOf(error)));
    return client;
  }

  private reopenSoon(): void {
    setTimeout(() => {
      if (this.closed) {
        return;
      }
      try {
        this.open();
      } catch (error) { // a file of a Secret is away for a moment
        this.fail((error as Error).message);
        this.reopenSoon();
      }
    }, LONGEST_RETRY_MS).unref();
  }

  private fail(problem: string): void {
    if (this.problem === undefined) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.problem = problem;
  }
}

/** Waits for the end of a first attempt to connect, whichever it is. */
function readyOrClosed(client: RedisClient, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      client.off('ready', settle);
      client.off('close', settle);
      client.off('end', settle);
      if (error === undefined) {
        resolve();
      } else {
        reject(error);
      }
    };
    const timer = setTimeout(() => settle(new Error(overdue(timeoutMs))), timeoutMs);
    client.once('ready', settle);
    client.once('close', settle);
    client.once('end', settle);
  });
}

/** Why there is no connection, since the client's own words about several servers mislead. */
function reasonOf(error: Error & { readonly code?: string; readonly lastNodeError?: Error }): string {
  const reason = error.lastNodeError?.message || error.message || String(error.code);
  return reason
    .replace(/^All sentinels are unreachable and retry is disabled\./, 'no Sentinel tells where the primary is.')
    .replace(/^Connection is closed\.$/, 'none of the servers could be connected to, or none showed a certificate of the authority that is trusted');
}

function listed(addresses: ReadonlyArray<{ readonly host: string; readonly port: number }>): string {
  return addresses.map(({ host, port }) => `${host}:${port}`).join(',');
}
