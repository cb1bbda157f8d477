import { readFileSync } from 'node:fs';
import type { Admin, SASLOptions } from 'kafkajs';
import { overdue, timeoutOf } from './time-limit';
import { KafkaAuthenticationConfig, KafkaConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/**
 * How old a client is believed that there is no such topic, or that it may not be seen: it is no reason to connect anew, as each such source would do
 * each second. An older one may know only what has been.
 */
const BELIEVED_MS = 30_000;

/** An error as the client has them: with what a broker has answered, if one has, and with what lies behind, if something does. */
type KafkaError = Error & { readonly type?: string; readonly cause?: KafkaError };

/** Where a partition begins and ends: the offset of the first message that is kept, and that of the next one to come. */
export interface PartitionBounds {
  readonly partition: number;
  readonly first: bigint;
  readonly end: bigint;
}

/** A client and its connecting. */
interface Client {
  /** In milliseconds of `performance.now()`. */
  readonly since: number;
  /** Those it has answered about. The library asks for all of them at once: one that is gone since is an error of each. */
  readonly topics: Set<string>;
  readonly admin: Admin;
  readonly connected: Promise<void>;
}

/** Connects. The library is loaded with the first client, so that who uses no Kafka does not wait for it. */
function connect(config: KafkaConnectionConfig): Client {
  const { brokers, authentication, tls, caFile } = config;
  const timeoutMs = timeoutOf(config);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
  const { Kafka, logLevel } = require('kafkajs') as typeof import('kafkajs');
  const admin = new Kafka({
    clientId: 'gpu-autoscaler',
    brokers: brokers.map(({ host, port }) => `${host.includes(':') ? `[${host}]` : host}:${port}`),
    ssl: tls && { ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8') },
    sasl: authentication && saslOf(authentication),
    connectionTimeout: timeoutMs / 2, // after a broker that is gone there is time to ask another one
    authenticationTimeout: timeoutMs,
    requestTimeout: timeoutMs,
    retry: { initialRetryTime: 10, retries: brokers.length }, // the first group is looked for before the brokers are known
    logLevel: logLevel.NOTHING,
  }).admin();
  return { since: performance.now(), topics: new Set(), admin, connected: admin.connect() };
}

function saslOf({ type, username, passwordFile }: KafkaAuthenticationConfig): SASLOptions {
  return { mechanism: type, username, password: readFileSync(passwordFile, 'utf8').trimEnd() } as SASLOptions;
}

/** What lies behind an error of the client. */
function causeOf(error: KafkaError): KafkaError {
  return error.cause === undefined ? error : causeOf(error.cause);
}

/** Whether only what was asked for is wrong, and not what the client knows. */
function isAboutTheSource({ type = '' }: KafkaError, { since, topics }: Client, topic: string | undefined): boolean {
  const refused = type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'INVALID_TOPIC_EXCEPTION' || type.endsWith('_AUTHORIZATION_FAILED');
  return refused && performance.now() - since < BELIEVED_MS && (topic === undefined || !topics.has(topic));
}

/** What it means to whoever has to correct it. */
function wordsFor({ name, message, type = '' }: KafkaError, topic: string | undefined, timeoutMs: number): string {
  if (type === 'UNKNOWN_TOPIC_OR_PARTITION' || type === 'INVALID_TOPIC_EXCEPTION') {
    return `there is no topic ${topic}; correct the metric source, or create it`;
  }
  if (type.endsWith('_AUTHORIZATION_FAILED')) {
    return `${message}; allow Describe on the group and its topics to the user of the connection`;
  }
  if (name === 'KafkaJSGroupCoordinatorNotFound') { // the client does not pass on why
    return 'no broker answers for the group; check that the brokers run, and that the user of the connection is allowed Describe on the group';
  }
  if (message === overdue(timeoutMs) || name === 'KafkaJSRequestTimeoutError') {
    return overdue(timeoutMs);
  }
  return `${message}; check that it runs, that this pod may connect to it, its authentication and its certificate`;
}

/** A Kafka cluster that answers soon or fails soon. */
export class KafkaConnection {
  private client?: Client;
  private away = false;

  public constructor(private readonly name: string, private readonly config: KafkaConnectionConfig, private readonly log: Log) {}

  /** The connection and its brokers, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  /**
   * The offsets that a consumer group has committed, by topics and partitions: of one topic, with -1 where it has none, or of all where it has
   * some.
   *
   * @throws Error that names the connection and the brokers, and says what to check
   */
  public async committed(group: string, topic: string | undefined): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    const topics = await this.run(topic, (admin) => admin.fetchOffsets({ groupId: group, topics: topic === undefined ? [] : [topic] }));
    return new Map(topics.map(({ topic: name, partitions }) => [
      name, new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)])),
    ]));
  }

  /**
   * Where the partitions of a topic begin and end. Messages of open transactions lie beyond the end.
   *
   * @throws Error that names the connection and the brokers, and says what to check
   */
  public async bounds(topic: string): Promise<readonly PartitionBounds[]> {
    const partitions = await this.run(topic, (admin) => admin.fetchTopicOffsets(topic));
    return partitions.map(({ partition, low, high }) => ({ partition, first: BigInt(low), end: BigInt(high) }));
  }

  public close(): void {
    void this.client?.admin.disconnect().catch(() => undefined);
  }

  private get address(): string {
    return `${this.config.tls ? 'kafka+tls' : 'kafka'}://${this.config.brokers.map(({ host, port }) => `${host}:${port}`).join(',')}`;
  }

  private async run<T>(topic: string | undefined, use: (admin: Admin) => Promise<T>): Promise<T> {
    const timeoutMs = timeoutOf(this.config);
    let client: Client | undefined;
    let timer: NodeJS.Timeout | undefined;
    try {
      const { admin, connected } = client = this.client ??= connect(this.config);
      const late = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Error(overdue(timeoutMs))), timeoutMs));
      const answer = await Promise.race([connected.then(() => use(admin)), late]);
      this.find();
      if (topic !== undefined) {
        client.topics.add(topic);
      }
      return answer;
    } catch (error) {
      const cause = causeOf(error as KafkaError);
      const problem = wordsFor(cause, topic, timeoutMs);
      if (client !== undefined && !isAboutTheSource(cause, client, topic)) {
        this.abandon(client);
      }
      if (cause.name !== 'KafkaJSProtocolError') { // with that one the brokers have answered
        this.lose(problem);
      }
      throw new Error(`${this.description}: ${problem}`);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Whoever comes next connects anew: what the client knows of the cluster may be the reason. Who still uses it has had an answer by the end. */
  private abandon(client: Client): void {
    if (this.client === client) {
      this.client = undefined;
      setTimeout(() => void client.admin.disconnect().catch(() => undefined), timeoutOf(this.config)).unref();
    }
  }

  private find(): void {
    if (this.away) {
      this.log('info', 'connection is back', { connection: this.name, address: this.address });
    }
    this.away = false;
  }

  private lose(problem: string): void {
    if (!this.away) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.away = true;
  }
}
