/** Every type of source: where a number of outstanding jobs can come from. A new one is a file here and a line in each of the two lists. */
import { httpJson, HttpJsonSourceMetadata } from './http-json';
import { memory, MemorySourceMetadata } from './memory';
import { prometheusQuery, PrometheusQuerySourceMetadata } from './prometheus-query';
import { redisList, RedisListSourceMetadata } from './redis-list';
import { redisStream, RedisStreamSourceMetadata } from './redis-stream';
import { AtZero, SourceKind } from './source-kind';
import { sqs, SqsSourceMetadata } from './sqs';
import { triton, TritonSourceMetadata } from './triton';
import { vllm, VllmSourceMetadata } from './vllm';

export * from './http-json';
export * from './memory';
export * from './redis';
export * from './redis-list';
export * from './on-empty';
export * from './prometheus-query';
export * from './redis-stream';
export * from './source-kind';
export * from './sqs';
export * from './triton';
export * from './vllm';

/** Every kind of source that the contract knows. */
export type SourceMetadata =
  | RedisListSourceMetadata
  | RedisStreamSourceMetadata
  | SqsSourceMetadata
  | PrometheusQuerySourceMetadata
  | VllmSourceMetadata
  | TritonSourceMetadata
  | HttpJsonSourceMetadata
  | MemorySourceMetadata;

/** The types of source. */
export type SourceType = SourceMetadata['type'];

/** What the contract knows of each. */
export const SOURCES: { readonly [T in SourceType]: SourceKind<Extract<SourceMetadata, { readonly type: T }>> } = {
  'redis-list': redisList,
  'redis-stream': redisStream,
  'sqs': sqs,
  'prometheus-query': prometheusQuery,
  'vllm': vllm,
  'triton': triton,
  'http-json': httpJson,
  'memory': memory,
};

/** The source types, as error messages list them. */
export const SOURCE_TYPES = Object.keys(SOURCES) as readonly SourceType[];

/** What a source tells while no worker runs. */
export function atZero(source: SourceMetadata): AtZero {
  const kind = SOURCES[source.type] as SourceKind<SourceMetadata>;
  return kind.atZero?.(source) ?? 'jobs';
}
