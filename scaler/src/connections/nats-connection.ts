import { readFileSync } from 'node:fs';
import type { NatsConnection as Client, NodeConnectionOptions } from '@nats-io/transport-node';
import { overdue, timeoutOf } from './time-limit';
import { NatsConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** How long a failed attempt to connect stands for all who come meanwhile. */
const RETRY_MS = 250;

/** A server that does not answer this often is taken for gone. */
const PING_MS = 1000;

/** Connects. The library is loaded with the first connection, so that who uses no NATS does not wait for it. */
function connect(config: NatsConnectionConfig): Promise<Client> {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
  const transport = require('@nats-io/transport-node') as typeof import('@nats-io/transport-node');
  // The client verifies names by itself; of an address it would not know what to verify.
  const verified = { ca: config.caFile === undefined ? undefined : readFileSync(config.caFile, 'utf8'), host: config.host };
  return transport.connect({
    servers: `${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`,
    name: 'gpu-autoscaler',
    authenticator: authenticatorOf(config, transport),
    tls: config.tls ? verified : null,
    timeout: timeoutOf(config),
    pingInterval: PING_MS,
    maxPingOut: 2,
    reconnect: false, // the next reading connects, and says why it cannot
  });
}

function authenticatorOf(
  { authentication }: NatsConnectionConfig,
  { credsAuthenticator, tokenAuthenticator, usernamePasswordAuthenticator }: typeof import('@nats-io/transport-node'),
): NodeConnectionOptions['authenticator'] {
  switch (authentication?.type) {
    case 'credentials': return credsAuthenticator(readFileSync(authentication.credentialsFile));
    case 'password': return usernamePasswordAuthenticator(authentication.username, readFileSync(authentication.passwordFile, 'utf8').trimEnd());
    case 'token': return tokenAuthenticator(readFileSync(authentication.tokenFile, 'utf8').trimEnd());
    case undefined: return undefined;
  }
}

/** What the client's own errors mean to whoever has to correct it. */
function wordsFor({ name, message }: Error, timeoutMs: number): string {
  if (name === 'TimeoutError') {
    return overdue(timeoutMs);
  }
  if (name === 'JetStreamNotEnabled') {
    return 'has no JetStream for this account; enable it, or check the authentication of the connection';
  }
  if (message.startsWith('Permissions Violation')) {
    return `${message}; allow it to the user of the connection`;
  }
  return /^(connection closed|closed connection)$/.test(message) ? 'the connection ended before the answer came; check that it runs and is not overloaded' : message;
}

/** A NATS server that answers soon or fails soon. Who comes after the connection has ended opens the next. */
export class NatsConnection {
  private client?: Promise<Client>;
  private away = false;
  private closed = false;

  public constructor(private readonly name: string, private readonly config: NatsConnectionConfig, private readonly log: Log) {}

  /** The connection and its server, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  /** How long the server may take for an answer. */
  public get timeoutMs(): number {
    return timeoutOf(this.config);
  }

  /**
   * Uses the client.
   *
   * @throws Error that names the connection and the server, and says what to check
   */
  public async run<T>(use: (client: Client) => Promise<T>): Promise<T> {
    try {
      return await use(await (this.client ??= this.open()));
    } catch (error) {
      throw new Error(`${this.description}: ${wordsFor(error as Error, this.timeoutMs)}`);
    }
  }

  public close(): void {
    this.closed = true;
    void this.client?.then((client) => client.close(), () => undefined);
  }

  private get address(): string {
    return `${this.config.tls ? 'tls' : 'nats'}://${this.config.host}:${this.config.port}`;
  }

  private async open(): Promise<Client> {
    try {
      const client = await connect(this.config);
      void client.closed().then((error) => {
        this.client = undefined;
        this.fail(error instanceof Error ? error.message : 'the connection was closed');
      });
      if (this.away) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
      }
      this.away = false;
      return client;
    } catch (error) {
      const problem = wordsFor(error as Error, this.timeoutMs);
      this.fail(problem);
      setTimeout(() => this.client = undefined, RETRY_MS).unref();
      throw problem === overdue(this.timeoutMs) ? error : new Error(`${problem}; check that it runs, that this pod may connect to it, its authentication and its certificate`);
    }
  }

  private fail(problem: string): void {
    if (!this.away && !this.closed) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.away = true;
  }
}
