/** Every type of source: where a number of outstanding jobs can come from. A new one is a file here and a line in each of the two lists. */
import { memory, MemorySourceMetadata } from './memory';
import { natsJetstream, NatsJetstreamSourceMetadata } from './nats-jetstream';
import { postgresqlQuery, PostgresqlQuerySourceMetadata } from './postgresql-query';
import { prometheusQuery, PrometheusQuerySourceMetadata } from './prometheus-query';
import { rabbitmqQueue, RabbitmqQueueSourceMetadata } from './rabbitmq-queue';
import { redisStream, RedisStreamSourceMetadata } from './redis-stream';
import { SourceKind } from './source-kind';

export * from './memory';
export * from './nats-jetstream';
export * from './on-empty';
export * from './postgresql-query';
export * from './prometheus-query';
export * from './rabbitmq-queue';
export * from './redis-stream';
export * from './source-kind';

/** Every kind of source that the contract knows. */
export type SourceMetadata =
  | RedisStreamSourceMetadata
  | PrometheusQuerySourceMetadata
  | RabbitmqQueueSourceMetadata
  | PostgresqlQuerySourceMetadata
  | NatsJetstreamSourceMetadata
  | MemorySourceMetadata;

/** The types of source. */
export type SourceType = SourceMetadata['type'];

/** What the contract knows of each. */
export const SOURCES: { readonly [T in SourceType]: SourceKind<Extract<SourceMetadata, { readonly type: T }>> } = {
  'redis-stream': redisStream,
  'prometheus-query': prometheusQuery,
  'rabbitmq-queue': rabbitmqQueue,
  'nats-jetstream': natsJetstream,
  'postgresql-query': postgresqlQuery,
  'memory': memory,
};

/** The source types, as error messages list them. */
export const SOURCE_TYPES = Object.keys(SOURCES) as readonly SourceType[];
