/** Every type of connection: a server that sources are read from. A new one is a file here and a line in each of the two lists. */
import { http, HttpConnectionConfig } from './http';
import { kafkaConnection, KafkaConnectionConfig } from './kafka';
import { modelServers, ModelServersConnectionConfig } from './model-servers';
import { mysql, MysqlConnectionConfig } from './mysql';
import { nats, NatsConnectionConfig } from './nats';
import { postgresql, PostgresqlConnectionConfig } from './postgresql';
import { prometheus, PrometheusConnectionConfig } from './prometheus';
import { rabbitmq, RabbitmqConnectionConfig } from './rabbitmq';
import { rabbitmqAmqp, RabbitmqAmqpConnectionConfig } from './rabbitmq-amqp';
import { redis, RedisConnectionConfig } from './redis';
import { redisCluster, RedisClusterConnectionConfig } from './redis-cluster';
import { redisSentinel, RedisSentinelConnectionConfig } from './redis-sentinel';
import { sqsConnection, SqsConnectionConfig } from './sqs';
import { Fields } from '../fields';

export * from './http';
export * from './http-server';
export * from './kafka';
export * from './model-servers';
export * from './mysql';
export * from './nats';
export * from './postgresql';
export * from './prometheus';
export * from './rabbitmq';
export * from './rabbitmq-amqp';
export * from './redis';
export * from './redis-access';
export * from './redis-cluster';
export * from './redis-sentinel';
export * from './sql-database';
export * from './sqs';
export * from './time-limit';

/** Every kind of connection that the contract knows. */
export type ConnectionConfig =
  | HttpConnectionConfig
  | KafkaConnectionConfig
  | ModelServersConnectionConfig
  | MysqlConnectionConfig
  | NatsConnectionConfig
  | PostgresqlConnectionConfig
  | PrometheusConnectionConfig
  | RabbitmqConnectionConfig
  | RabbitmqAmqpConnectionConfig
  | RedisConnectionConfig
  | RedisClusterConnectionConfig
  | RedisSentinelConnectionConfig
  | SqsConnectionConfig;

/** The types of connection. */
export type ConnectionType = ConnectionConfig['type'];

/** The fields of each. */
export const CONNECTIONS: { readonly [T in ConnectionType]: Fields<Omit<Extract<ConnectionConfig, { readonly type: T }>, 'type'>> } = {
  'http': http,
  'kafka': kafkaConnection,
  'model-servers': modelServers,
  'mysql': mysql,
  'nats': nats,
  'postgresql': postgresql,
  'prometheus': prometheus,
  'rabbitmq': rabbitmq,
  'rabbitmq-amqp': rabbitmqAmqp,
  'redis': redis,
  'redis-cluster': redisCluster,
  'redis-sentinel': redisSentinel,
  'sqs': sqsConnection,
};
