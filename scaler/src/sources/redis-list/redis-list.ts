import { RedisClient } from '../../connections/redis-client';
import { RedisConnection } from '../../connections/redis-connection';
import { RedisWatcher } from '../redis-watcher';
import { Reading, Source } from '../source';

/** Looking for keys goes through all that the database has; beyond this many it would take too long, and too much of the server. */
export const MOST_KEYS = 100_000;

/** Each key that is found is counted; beyond this many they are no longer those of workers. */
export const MOST_FOUND = 1000;

/** How many keys Redis looks at in one go, a millisecond or less. */
const KEYS_AT_ONCE = 1000;

/** How often what was read is read again because a key got another type meanwhile. */
const ATTEMPTS = 3;

/** How long a key that was found is counted without being found again: it is away whenever its worker has no job. */
const REMEMBERED_MS = 10 * 60_000;

type Transaction = ReturnType<RedisClient['multi']>;

/** How many members a key has, by its type. One that does not exist becomes a list, most likely. */
const COUNT: { readonly [type: string]: (transaction: Transaction, key: string) => void } = {
  none: (transaction, key) => transaction.llen(key),
  list: (transaction, key) => transaction.llen(key),
  hash: (transaction, key) => transaction.hlen(key),
  zset: (transaction, key) => transaction.zcard(key),
  set: (transaction, key) => transaction.scard(key),
};

/**
 * The work outstanding in Redis lists, and in what else queue libraries keep jobs in: sorted sets, sets and hashes.
 *
 * All keys are counted in one transaction, so that a job which moves from one to another meanwhile is counted once. A job that a worker takes
 * to a key that is not known yet is counted where it waited. A user of an ACL has to be allowed INFO, TYPE, LLEN, HLEN, ZCARD, SCARD, MULTI and
 * EXEC, and for keys that are looked for SCAN and DBSIZE.
 *
 * @see https://redis.io/docs/latest/commands/lmove/#pattern-reliable-queue
 */
export class RedisListSource implements Source {
  public readonly description: string;
  private readonly named: readonly string[];
  private readonly beginnings: readonly string[];
  /** The keys that were found, and when. */
  private readonly found = new Map<string, number>();

  public constructor(
    private readonly connection: RedisConnection, private readonly watcher: RedisWatcher,
    private readonly waiting: readonly string[], inFlight: readonly string[],
  ) {
    this.description = `${connection.description}: lists ${[...waiting, ...inFlight].join(', ')}`;
    this.named = inFlight.filter((key) => !key.endsWith('*'));
    this.beginnings = inFlight.filter((key) => key.endsWith('*')).map((key) => key.slice(0, -1));
  }

  public read(signal: AbortSignal): Promise<Reading> {
    return this.connection.run(async (client) => {
      if (this.beginnings.length === 0) {
        const { waiting, inFlight } = await this.count(client, this.named);
        return this.named.length === 0 ? { waiting } : { waiting, inFlight };
      }
      // First, since a worker that starts meanwhile may take a job to a key that is not found.
      const before = await this.count(client, []);
      await this.find(client, signal);
      const { waiting, inFlight } = await this.count(client, [...new Set([...this.named, ...this.found.keys()])]);
      return { waiting: Math.max(before.waiting, waiting), inFlight };
    });
  }

  public watch(onChange: () => void): () => void {
    const ends = this.waiting.map((key) => this.watcher.watch(key, onChange));
    return () => ends.forEach((end) => end());
  }

  private async count(client: RedisClient, inFlight: readonly string[]): Promise<Required<Reading>> {
    const keys = [...this.waiting, ...inFlight];
    for (let attempt = 1; ; attempt++) {
      const types = await Promise.all(keys.map((key) => client.type(key)));
      const transaction = client.multi();
      keys.forEach((key, index) => countOf(types[index], key)(transaction, key));
      const results = (await transaction.exec())!;
      const problem = results.find(([error]) => error !== null)?.[0] ?? undefined;
      if (problem === undefined) {
        const counts = results.map(([, count]) => count as number);
        return { waiting: sum(counts.slice(0, this.waiting.length)), inFlight: sum(counts.slice(this.waiting.length)) };
      }
      if (!problem.message.startsWith('WRONGTYPE') || attempt === ATTEMPTS) {
        throw problem;
      }
    }
  }

  /** Finds the keys that begin as those of workers do, and are none that jobs wait in. */
  private async find(client: RedisClient, signal: AbortSignal): Promise<void> {
    const keys = await client.dbsize();
    if (keys > MOST_KEYS) {
      throw new Error(`the database has ${keys} keys, too many to look for those that begin with ${this.beginnings.join(', ')} among; expected at most ${MOST_KEYS}; `
        + 'name the keys in inFlight, or give the queue a database of its own');
    }
    const scanned = await Promise.all(this.beginnings.map((beginning) => scan(client, beginning, signal)));
    const found = scanned.flat().filter((key) => !this.waiting.includes(key));
    if (found.length > MOST_FOUND) {
      throw new Error(`${found.length} keys begin with ${this.beginnings.join(', ')}; expected at most ${MOST_FOUND}, one for each worker; name more of their beginning`);
    }
    const now = performance.now();
    for (const key of found) {
      this.found.delete(key); // the newest come last
      this.found.set(key, now);
    }
    for (const [key, at] of this.found) {
      if (now - at > REMEMBERED_MS || this.found.size > MOST_FOUND) {
        this.found.delete(key);
      }
    }
  }
}

async function scan(client: RedisClient, beginning: string, signal: AbortSignal): Promise<string[]> {
  const pattern = `${beginning.replace(/[*?[\]\\]/g, '\\$&')}*`;
  const found: string[] = [];
  let cursor = '0';
  do {
    signal.throwIfAborted();
    const [next, page] = await client.scan(cursor, 'MATCH', pattern, 'COUNT', KEYS_AT_ONCE);
    found.push(...page);
    cursor = next;
  } while (cursor !== '0');
  return found;
}

function countOf(type: string, key: string): (transaction: Transaction, key: string) => void {
  if (!Object.prototype.hasOwnProperty.call(COUNT, type)) {
    throw new Error(`key ${key} is a ${type}; expected a list, a sorted set, a set or a hash; correct the keys of the metric source, or remove the key`);
  }
  return COUNT[type];
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
