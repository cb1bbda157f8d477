/** Every type of connection: a server that sources are read from. A new one is a file here and a line in each of the two lists. */
import { nats, NatsConnectionConfig } from './nats';
import { postgresql, PostgresqlConnectionConfig } from './postgresql';
import { prometheus, PrometheusConnectionConfig } from './prometheus';
import { rabbitmq, RabbitmqConnectionConfig } from './rabbitmq';
import { redis, RedisConnectionConfig } from './redis';
import { Fields } from '../fields';

export * from './http-server';
export * from './nats';
export * from './postgresql';
export * from './prometheus';
export * from './rabbitmq';
export * from './redis';

/** Every kind of connection that the contract knows. */
export type ConnectionConfig =
  | NatsConnectionConfig
  | PostgresqlConnectionConfig
  | PrometheusConnectionConfig
  | RabbitmqConnectionConfig
  | RedisConnectionConfig;

/** The types of connection. */
export type ConnectionType = ConnectionConfig['type'];

/** The fields of each. */
export const CONNECTIONS: { readonly [T in ConnectionType]: Fields<Omit<Extract<ConnectionConfig, { readonly type: T }>, 'type'>> } = {
  nats,
  postgresql,
  prometheus,
  rabbitmq,
  redis,
};
