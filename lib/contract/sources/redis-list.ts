import { REDIS_CONNECTIONS } from './redis';
import { SourceKind } from './source-kind';
import { refusal } from '../contract-error';
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
  connection: REDIS_CONNECTIONS,
  counts: ({ inFlight }) => (inFlight.length === 0 ? 'waiting' : 'all'),
  check: (source, connection) => {
    if (connection === 'redis-cluster') {
      requireOneSlot(source);
    }
  },
  fields: {
    connection: text,
    waiting: listOf(text),
    inFlight: listOf(matching(/[^\s*]/, 'a key, or the beginning of several keys and a *'), 0),
  },
};

/**
 * Refuses keys that a cluster may keep on several nodes: they could not be counted together.
 *
 * @throws ContractError
 */
export function requireOneSlot({ waiting, inFlight }: RedisListSourceMetadata): void {
  for (const [field, keys] of Object.entries({ waiting, inFlight })) {
    for (const [index, key] of keys.entries()) {
      if (field === 'inFlight' && key.endsWith('*')) {
        throw refusal(`${field}[${index}]`, key, 'a key in full, since a cluster cannot be looked through', 'name the keys one by one');
      }
      if (hashTag(key) !== hashTag(waiting[0])) {
        throw refusal(`${field}[${index}]`, key, `a key with the hash tag of ${waiting[0]}, since a cluster moves jobs only within one slot`,
          'write {tag} in all keys, as in {jobs}:waiting and {jobs}:taken');
      }
    }
  }
}

/** The part of a key that decides its slot. */
function hashTag(key: string): string {
  return /^[^{]*\{([^}]+)\}/.exec(key)?.[1] ?? key;
}
