/** Every type of source: where a number of outstanding jobs can come from. A new one is a file here and a line in each of the two lists. */
import { memory, MemorySourceMetadata } from './memory';
import { redisList, RedisListSourceMetadata } from './redis-list';
import { redisStream, RedisStreamSourceMetadata } from './redis-stream';
import { SourceKind } from './source-kind';
import { sqs, SqsSourceMetadata } from './sqs';

export * from './memory';
export * from './redis';
export * from './redis-list';
export * from './redis-stream';
export * from './source-kind';
export * from './sqs';

/** Every kind of source that the contract knows. */
export type SourceMetadata = RedisListSourceMetadata | RedisStreamSourceMetadata | SqsSourceMetadata | MemorySourceMetadata;

/** The types of source. */
export type SourceType = SourceMetadata['type'];

/** What the contract knows of each. */
export const SOURCES: { readonly [T in SourceType]: SourceKind<Extract<SourceMetadata, { readonly type: T }>> } = {
  'redis-list': redisList,
  'redis-stream': redisStream,
  'sqs': sqs,
  'memory': memory,
};

/** The source types, as error messages list them. */
export const SOURCE_TYPES = Object.keys(SOURCES) as readonly SourceType[];
