import { HttpConnection } from './http-connection';
import { KafkaConnection } from './kafka-connection';
import { ModelServersConnection } from './model-servers-connection';
import { mysqlClient } from './mysql-client';
import { NatsConnection } from './nats-connection';
import { PostgresqlConnection } from './postgresql-connection';
import { PrometheusConnection } from './prometheus-connection';
import { RabbitmqAmqpConnection } from './rabbitmq-amqp-connection';
import { RabbitmqConnection } from './rabbitmq-connection';
import { RedisConnection } from './redis-connection';
import { SqlConnection } from './sql-connection';
import { SqsConnection } from './sqs-connection';
import { ConnectionConfig, ConnectionType, ContractError, ScalerConfig } from '../../../lib/contract';
import { Log } from '../log';

/** What is opened to a server of each type. */
interface OpenConnections {
  readonly 'http': HttpConnection;
  readonly 'kafka': KafkaConnection;
  readonly 'model-servers': ModelServersConnection;
  readonly 'mysql': SqlConnection;
  readonly 'nats': NatsConnection;
  readonly 'postgresql': PostgresqlConnection;
  readonly 'prometheus': PrometheusConnection;
  readonly 'rabbitmq': RabbitmqConnection;
  readonly 'rabbitmq-amqp': RabbitmqAmqpConnection;
  readonly 'redis': RedisConnection;
  readonly 'redis-cluster': RedisConnection;
  readonly 'redis-sentinel': RedisConnection;
  readonly 'sqs': SqsConnection;
}

type ConfigOf<T extends ConnectionType> = Extract<ConnectionConfig, { readonly type: T }>;

/** How it is opened. A new type of connection is a file here and a line in each of the two lists. */
const OPEN: { readonly [T in ConnectionType]: (name: string, config: ConfigOf<T>, log: Log) => OpenConnections[T] } = {
  'http': (name, config, log) => new HttpConnection(name, config, log),
  'kafka': (name, config, log) => new KafkaConnection(name, config, log),
  'model-servers': (name, config, log) => new ModelServersConnection(name, config, log),
  'mysql': (name, config, log) => new SqlConnection(mysqlClient, name, config, log),
  'nats': (name, config, log) => new NatsConnection(name, config, log),
  'postgresql': (name, config, log) => new PostgresqlConnection(name, config, log),
  'prometheus': (name, config, log) => new PrometheusConnection(new HttpConnection(name, config, log)),
  'rabbitmq': (name, config, log) => new RabbitmqConnection(new HttpConnection(name, config, log), config.virtualHost),
  'rabbitmq-amqp': (name, config, log) => new RabbitmqAmqpConnection(name, config, log),
  'redis': (name, config, log) => new RedisConnection(name, config, log),
  'redis-cluster': (name, config, log) => new RedisConnection(name, config, log),
  'redis-sentinel': (name, config, log) => new RedisConnection(name, config, log),
  'sqs': (name, config, log) => new SqsConnection(name, config, log),
};

/** The declared servers, each opened once, for all its queues. Nothing else can be reached, whatever metadata says. */
export class Connections {
  private readonly open = new Map<string, OpenConnections[ConnectionType]>();

  public constructor(private readonly configs: ScalerConfig['connections'], private readonly log: Log) {}

  public get names(): readonly string[] {
    return Object.keys(this.configs);
  }

  /**
   * @param types the type, or all that will do
   * @throws ContractError if there is no connection of the name, or it is of another type
   */
  public get<T extends ConnectionType>(types: T | readonly T[], name: string): OpenConnections[T] {
    if (!this.names.includes(name)) {
      throw new ContractError('connection', `connection: got ${JSON.stringify(name)}; expected a connection of this scaler (${this.names.join(', ') || 'it has none'}); `
        + 'add it to the connections of the ExternalScaler, or correct the name');
    }
    const config = this.configs[name];
    const type = [types].flat().find((expected) => expected === config.type) as T | undefined;
    if (type === undefined) {
      throw new ContractError('connection', `connection: got ${JSON.stringify(name)}, which is a ${config.type} connection; expected a ${[types].flat().join(', ')} connection, `
        + 'which this source reads; correct the name');
    }
    const existing = this.open.get(name);
    if (existing !== undefined) {
      return existing as OpenConnections[T];
    }
    const opened = OPEN[type](name, config as ConfigOf<T>, this.log);
    this.open.set(name, opened);
    return opened;
  }

  public close(): void {
    for (const connection of this.open.values()) {
      connection.close();
    }
  }
}
