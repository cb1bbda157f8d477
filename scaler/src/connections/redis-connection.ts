import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Redis, RedisOptions } from 'ioredis';
import { RedisConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** A command that takes longer is given up: KEDA has no deadline of its own, and a call has to be answered within 2 s. */
export const COMMAND_TIMEOUT_MS = 1000;

/** The longest wait between two attempts to reach a server that is away, so that its return is noticed soon. */
const LONGEST_RETRY_MS = 500;

/** A client with the options that every client of one server shares. The library is loaded with the first, so that who uses no Redis does not wait for it. */
function newClient(config: RedisConnectionConfig, more: RedisOptions): Redis {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
  const ioredis = require('ioredis') as typeof import('ioredis');
  const client: Redis = new ioredis.Redis({
    host: config.host,
    port: config.port,
    db: config.database,
    username: config.username,
    password: passwordOf(config),
    tls: config.tls ? {
      ca: config.caFile === undefined ? undefined : readFileSync(config.caFile, 'utf8'),
      servername: isIP(config.host) === 0 ? config.host : undefined,
    } : undefined,
    lazyConnect: true,
    connectTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => {
      try {
        client.options.password = passwordOf(config); // it may have been exchanged, and the file with it
      } catch {
        // A file that is away for a moment leaves the password that was.
      }
      return Math.min(50 * attempt, LONGEST_RETRY_MS);
    },
    // A command is never kept for a server that is away: what cannot be read now is an error now.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    disconnectTimeout: 200,
    maxRetriesPerRequest: 0,
    ...more,
  });
  return client;
}

function passwordOf({ passwordFile }: RedisConnectionConfig): string | undefined {
  return passwordFile === undefined ? undefined : readFileSync(passwordFile, 'utf8').trimEnd();
}

const OVERLOADED = `did not answer within ${COMMAND_TIMEOUT_MS} ms; check that it runs and is not overloaded`;

/** What the client's own errors mean to whoever has to correct it. */
function wordsFor({ name, message }: Error): string {
  if (message === 'Command timed out') {
    return OVERLOADED;
  }
  return name === 'MaxRetriesPerRequestError' ? 'closed the connection before it answered; check that it runs' : message;
}

/** A Redis server that answers soon or fails soon, and comes back by itself. */
export class RedisConnection {
  private client?: Redis;
  private problem?: string;
  /** The first attempt to connect, for all who wait for it. */
  private opening?: Promise<void>;

  public constructor(private readonly name: string, private readonly config: RedisConnectionConfig, private readonly log: Log) {}

  /**
   * Runs commands.
   *
   * @throws Error that names the connection and the server, and says what to check
   */
  public async run<T>(commands: (client: Redis) => Promise<T>): Promise<T> {
    try {
      return await commands(await this.ready());
    } catch (error) {
      throw new Error(`${this.description}: ${wordsFor(error as Error)}`);
    }
  }

  /** A client of its own, for commands that block. It does not come back by itself. */
  public dedicated(): Redis {
    const client = newClient(this.config, { retryStrategy: () => null });
    client.on('error', () => undefined); // said by the shared client already
    return client;
  }

  /** A client of its own, for messages of the server. It comes back by itself, without its subscriptions. */
  public subscriber(): Redis {
    const client = newClient(this.config, { autoResubscribe: false });
    client.on('error', () => undefined); // said by the shared client already
    return client;
  }

  public close(): void {
    this.client?.disconnect();
  }

  /** The connection and its server, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  public get database(): number {
    return this.config.database;
  }

  public get address(): string {
    return `redis://${this.config.host}:${this.config.port}/${this.config.database}`;
  }

  private async ready(): Promise<Redis> {
    const client = this.client ?? this.open();
    if (client.status === 'ready') {
      return client;
    }
    if (this.problem === undefined) {
      await (this.opening ??= readyOrClosed(client).finally(() => {
        this.opening = undefined;
      }));
    }
    if (this.problem !== undefined) {
      throw new Error(`${this.problem}; check that it runs, that this pod may connect to it, and its password`);
    }
    return client;
  }

  private open(): Redis {
    const client = newClient(this.config, { commandTimeout: COMMAND_TIMEOUT_MS, enableAutoPipelining: true, socketTimeout: 5000 });
    client.on('error', (error: Error) => this.fail(error.message || String((error as NodeJS.ErrnoException).code)));
    client.on('close', () => this.fail(this.problem ?? 'the connection was closed'));
    client.on('ready', () => {
      if (this.problem !== undefined) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
      }
      this.problem = undefined;
    });
    this.client = client;
    // This only says that the connection is closed; why is known by now, from the error event.
    client.connect().catch((error: Error) => this.fail(this.problem ?? error.message));
    return client;
  }

  private fail(problem: string): void {
    if (this.problem === undefined) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.problem = problem;
  }
}

/** Waits for the end of a first attempt to connect, whichever it is. */
function readyOrClosed(client: Redis): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      client.off('ready', settle);
      client.off('close', settle);
      if (error === undefined) {
        resolve();
      } else {
        reject(error);
      }
    };
    const timer = setTimeout(() => settle(new Error(OVERLOADED)), COMMAND_TIMEOUT_MS);
    client.once('ready', settle);
    client.once('close', settle);
  });
}
