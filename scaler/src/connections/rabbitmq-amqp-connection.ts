import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import type { Channel, ChannelModel } from 'amqplib';
import { overdue, timeoutOf } from './time-limit';
import { RabbitmqAmqpConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** How often each side says that it is there; who is silent for twice as long is taken for gone. */
const HEARTBEAT_S = 5;

/** A client, and what ends it whatever the server does. */
interface Client {
  readonly model: Promise<ChannelModel>;
  readonly end: AbortController;
}

/** Connects. The library is loaded with the first client, so that who uses no AMQP does not wait for it. */
function connect(config: RabbitmqAmqpConnectionConfig): Client {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
  const amqp = require('amqplib') as typeof import('amqplib');
  const end = new AbortController();
  const socket: ConnectionOptions & { signal: AbortSignal; timeout: number } = {
    ca: config.caFile === undefined ? undefined : readFileSync(config.caFile, 'utf8'),
    signal: end.signal,
    timeout: timeoutOf(config),
  };
  const model = amqp.connect({
    protocol: config.tls ? 'amqps' : 'amqp',
    hostname: config.host,
    port: config.port,
    vhost: encodeURIComponent(config.virtualHost), // the library takes it for a part of a URL
    username: config.username,
    password: readFileSync(config.passwordFile, 'utf8').trimEnd(),
    heartbeat: HEARTBEAT_S,
  }, { ...socket, clientProperties: { connection_name: 'gpu-autoscaler' } });
  return { model, end };
}

/** A virtual host of a RabbitMQ server, asked over AMQP. Who comes after the connection has ended opens the next. */
export class RabbitmqAmqpConnection {
  private client?: Client;
  private other?: RabbitmqAmqpConnection;
  private away = false;
  private closed = false;

  public constructor(private readonly name: string, private readonly config: RabbitmqAmqpConnectionConfig, private readonly log: Log) {}

  /** The connection, its server and the virtual host, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}: virtual host ${this.config.virtualHost}`;
  }

  /** The same server over a second connection, for what may make RabbitMQ end the one that it is asked over. */
  public get apart(): RabbitmqAmqpConnection {
    return this.other ??= new RabbitmqAmqpConnection(this.name, this.config, () => undefined);
  }

  /**
   * Uses a channel of its own: RabbitMQ closes the one on which it refuses something.
   *
   * @throws Error that names the connection and the server, and says what to check; of what RabbitMQ refuses on the channel, its own words
   */
  public async run<T>(use: (channel: Channel) => Promise<T>): Promise<T> {
    let client: Client | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      const { model } = client = this.client ??= this.open();
      const late = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Error(this.overdue)), timeoutOf(this.config)));
      return await Promise.race([model.then((opened) => onChannel(opened, use)), late]);
    } catch (error) {
      const { message } = error as Error;
      if (client !== undefined && message === this.overdue) {
        this.lose(client, message);
      }
      throw new Error(`${this.description}: ${message}`);
    } finally {
      clearTimeout(timer);
    }
  }

  public close(): void {
    this.closed = true;
    this.other?.close();
    this.client?.end.abort();
  }

  private get address(): string {
    return `${this.config.tls ? 'amqps' : 'amqp'}://${this.config.host}:${this.config.port}`;
  }

  private get overdue(): string {
    return overdue(timeoutOf(this.config));
  }

  private open(): Client {
    const { model, end } = connect(this.config);
    const client: Client = {
      end,
      model: model.then((opened) => {
        opened.on('error', () => undefined); // it is closed then
        opened.on('close', (error) => this.lose(client, error?.message ?? 'the server closed the connection'));
        if (this.client === client) {
          this.find();
        }
        return opened;
      }, (error: Error) => {
        const problem = error.message === 'connect ETIMEDOUT' ? this.overdue : `${reasonOf(error)}; `
          + 'check that it runs, that this pod may connect to it, its user, password, virtual host and certificate';
        this.lose(client, problem);
        throw new Error(problem);
      }),
    };
    client.model.catch(() => undefined); // who waits for it is told
    return client;
  }

  private find(): void {
    if (this.away) {
      this.log('info', 'connection is back', { connection: this.name, address: this.address });
    }
    this.away = false;
  }

  /** Does nothing for a client that another one has taken the place of. */
  private lose(client: Client, problem: string): void {
    if (this.client !== client) {
      return;
    }
    this.client = undefined;
    client.end.abort();
    if (!this.away && !this.closed) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.away = true;
  }
}

/** Why there is no connection: of a virtual host the library does not pass on what RabbitMQ says. */
function reasonOf({ message }: Error): string {
  return message.startsWith('Expected ConnectionOpenOk') ? 'there is no such virtual host, or the user may not use it' : message;
}

async function onChannel<T>(model: ChannelModel, use: (channel: Channel) => Promise<T>): Promise<T> {
  const channel = await model.createChannel();
  channel.on('error', () => undefined); // what was asked for fails with it
  try {
    return await use(channel);
  } finally {
    channel.close().catch(() => undefined); // RabbitMQ may have closed it
  }
}
