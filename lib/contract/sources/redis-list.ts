import { SourceKind } from './source-kind';
import { listOf, matching, text } from '../fields';

/** The work outstanding in Redis lists: the elements of the lists that jobs wait in, and of those that workers keep jobs in. */
export interface RedisListSourceMetadata {
  readonly type: 'redis-list';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Keys that jobs wait in. */
  readonly waiting: readonly string[];
  /** Keys that jobs are in while workers work on them; one that ends in `*` stands for all keys that begin so. */
  readonly inFlight: readonly string[];
}

export const redisList: SourceKind<RedisListSourceMetadata> = {
  connection: 'redis',
  fields: {
    connection: text,
    waiting: listOf(text),
    inFlight: listOf(matching(/[^\s*]/, 'a key, or the beginning of several keys and a *'), 0),
  },
};
