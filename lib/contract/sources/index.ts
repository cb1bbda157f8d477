/** Every type of source: where a number of outstanding jobs can come from. A new one is a file here and a line in each of the two lists. */
import { composites, MaxSourceMetadata, PendingToRunningSourceMetadata, SumSourceMetadata, WeightedSourceMetadata } from './composites';
import { httpJson, HttpJsonSourceMetadata } from './http-json';
import { kafka, KafkaSourceMetadata } from './kafka';
import { memory, MemorySourceMetadata } from './memory';
import { mysqlQuery, MysqlQuerySourceMetadata } from './mysql-query';
import { natsJetstream, NatsJetstreamSourceMetadata } from './nats-jetstream';
import { postgresqlQuery, PostgresqlQuerySourceMetadata } from './postgresql-query';
import { prometheusQuery, PrometheusQuerySourceMetadata } from './prometheus-query';
import { rabbitmqQueue, RabbitmqQueueSourceMetadata } from './rabbitmq-queue';
import { redisList, RedisListSourceMetadata } from './redis-list';
import { redisStream, RedisStreamSourceMetadata } from './redis-stream';
import { SourceKind } from './source-kind';
import { sqs, SqsSourceMetadata } from './sqs';
import { triton, TritonSourceMetadata } from './triton';
import { vllm, VllmSourceMetadata } from './vllm';
import { Field, Fields, readTyped } from '../fields';

export * from './composites';
export * from './http-json';
export * from './kafka';
export * from './memory';
export * from './model-servers';
export * from './mysql-query';
export * from './redis';
export * from './redis-list';
export * from './nats-jetstream';
export * from './on-empty';
export * from './postgresql-query';
export * from './prometheus-query';
export * from './rabbitmq-queue';
export * from './redis-stream';
export * from './source-kind';
export * from './sql-query';
export * from './sqs';
export * from './triton';
export * from './vllm';

/** Every kind of source that is read itself, not put together from others. */
export type LeafSourceMetadata =
  | RedisListSourceMetadata
  | RedisStreamSourceMetadata
  | SqsSourceMetadata
  | PrometheusQuerySourceMetadata
  | RabbitmqQueueSourceMetadata
  | NatsJetstreamSourceMetadata
  | KafkaSourceMetadata
  | PostgresqlQuerySourceMetadata
  | MysqlQuerySourceMetadata
  | VllmSourceMetadata
  | TritonSourceMetadata
  | HttpJsonSourceMetadata
  | MemorySourceMetadata;

/** Every kind of source that the contract knows. */
export type SourceMetadata =
  | LeafSourceMetadata
  | MaxSourceMetadata<SourceMetadata>
  | SumSourceMetadata<SourceMetadata>
  | WeightedSourceMetadata<SourceMetadata>
  | PendingToRunningSourceMetadata<SourceMetadata>;

/** The types of source. */
export type SourceType = SourceMetadata['type'];

/** A source inside another one's metadata. */
const part: Field<SourceMetadata> = {
  isText: false,
  read: (path, value) => {
    const fields = Object.fromEntries(Object.entries(SOURCES).map(([type, kind]) => [type, kind.fields as unknown as Fields<Omit<SourceMetadata, 'type'>>]));
    return readTyped<SourceMetadata>(fields, path, value, 'use a MetricSource factory of the library');
  },
};

/** What the contract knows of each. */
export const SOURCES: { readonly [T in SourceType]: SourceKind<Extract<SourceMetadata, { readonly type: T }>> } = {
  'redis-list': redisList,
  'redis-stream': redisStream,
  'sqs': sqs,
  'prometheus-query': prometheusQuery,
  'vllm': vllm,
  'triton': triton,
  'http-json': httpJson,
  'rabbitmq-queue': rabbitmqQueue,
  'nats-jetstream': natsJetstream,
  'kafka': kafka,
  'postgresql-query': postgresqlQuery,
  'mysql-query': mysqlQuery,
  ...composites(part),
  'memory': memory,
};

/** The source types, as error messages list them. */
export const SOURCE_TYPES = Object.keys(SOURCES) as readonly SourceType[];
