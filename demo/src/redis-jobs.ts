import { Redis } from 'ioredis';
import { Depth, Jobs } from './jobs';
import { RedisConnectionConfig, RedisStreamSourceMetadata } from '../../lib/contract';

/** The longest that a connection or a command may take. */
const ANSWERS_WITHIN_MS = 2000;

/** A parsed `redis://` URL. */
export interface RedisTarget {
  readonly config: Omit<RedisConnectionConfig, 'passwordFile'>;
  readonly password?: string;
}

/**
 * Reads `redis://[user:password@]host[:port][/database]`.
 *
 * @throws Error that says what is wrong
 */
export function parseRedisUrl(text: string): RedisTarget {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {
    url = undefined;
  }
  const database = url?.pathname.replace(/^\/?/, '') || '0';
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol) || url.hostname === '' || !/^\d+$/.test(database)) {
    const got = JSON.stringify(text.replace(/\/\/.*@/, '//***@')); // a password has no place in a log
    throw new Error(`--redis: got ${got}; expected redis://[user:password@]host[:port][/database]; for example --redis redis://127.0.0.1:6379`);
  }
  return {
    config: {
      type: 'redis',
      host: url.hostname.replace(/^\[|\]$/g, ''), // of IPv6
      port: Number(url.port || '6379'),
      database: Number(database),
      username: url.username === '' ? undefined : decodeURIComponent(url.username),
      tls: url.protocol === 'rediss:',
    },
    password: url.password === '' ? undefined : decodeURIComponent(url.password),
  };
}

/** The stream holds what the story did not add. */
class SomebodyElsesError extends Error {}

/** A real Redis Stream: entries are added, read by a consumer group and acknowledged. */
export class RedisJobs implements Jobs {
  /**
   * Connects and makes stream and group.
   *
   * @throws Error if the server cannot be reached, or the stream exists: its jobs are somebody's
   */
  public static async open({ config, password }: RedisTarget, source: RedisStreamSourceMetadata): Promise<RedisJobs> {
    const place = `redis://${config.host}:${config.port}/${config.database}`;
    const client = new Redis({
      host: config.host,
      port: config.port,
      db: config.database,
      username: config.username,
      password,
      tls: config.tls ? {} : undefined,
      lazyConnect: true,
      connectTimeout: ANSWERS_WITHIN_MS,
      commandTimeout: ANSWERS_WITHIN_MS,
      retryStrategy: null,
    });
    let problem = '';
    client.on('error', (error: NodeJS.ErrnoException) => problem = error.message || error.code || 'unknown');
    try {
      await client.connect();
      await client.ping(); // a server that refuses the password lets one connect
    } catch (error) {
      client.disconnect();
      throw new Error(`--redis: ${place} cannot be used (${problem || (error as Error).message}); start a Redis 7 there, correct the URL, or leave --redis out for the embedded queue`);
    }
    // Looked at and created in one step, so that nobody's stream is taken for the story's own.
    await client.watch(source.stream);
    const exists = await client.exists(source.stream) === 1;
    const created = exists ? null : await client.multi().xgroup('CREATE', source.stream, source.group, '0', 'MKSTREAM').exec();
    if (created === null) {
      client.disconnect();
      throw new Error(`--redis: ${place} has a key ${source.stream} already, and its jobs are somebody's; use another database (${place.replace(/\d+$/, '1')}) or server, or delete the key`);
    }
    return new RedisJobs(client, source, `stream ${source.stream}, group ${source.group}, on ${place}`);
  }

  private readonly taken: string[] = [];
  private added = 0;

  private constructor(private readonly client: Redis, private readonly source: RedisStreamSourceMetadata, public readonly place: string) {}

  public async add(count: number): Promise<void> {
    for (let job = 0; job < count; job++) {
      await this.client.xadd(this.source.stream, '*', 'prompt', `image ${++this.added}`);
    }
  }

  public async take(count: number): Promise<void> {
    if (count === 0) {
      return; // to Redis a COUNT of 0 is no limit
    }
    const { stream, group } = this.source;
    const answer = await this.client.xreadgroup('GROUP', group, 'workers', 'COUNT', count, 'STREAMS', stream, '>') as [string, [string, string[]][]][] | null;
    this.taken.push(...(answer ?? []).flatMap(([, entries]) => entries.map(([id]) => id)));
  }

  public async finish(count: number): Promise<void> {
    const done = this.taken.splice(0, count);
    if (done.length > 0) {
      await this.client.xack(this.source.stream, this.source.group, ...done);
    }
  }

  public async depth(): Promise<Depth> {
    const [group] = await this.client.xinfo('GROUPS', this.source.stream) as unknown[][];
    const field = (name: string) => Number(group[group.indexOf(name) + 1]);
    return { waiting: field('lag'), inFlight: field('pending') };
  }

  /**
   * Deletes the stream.
   *
   * @throws Error if it stays: somebody else has added to it, or the server has gone away
   */
  public async close(): Promise<void> {
    const { stream } = this.source;
    try {
      await this.client.watch(stream);
      const length = await this.client.xlen(stream);
      const deleted = length === this.added ? await this.client.multi().del(stream).exec() : null;
      if (deleted === null) {
        throw new SomebodyElsesError(`${this.place}: got ${length} entries; expected the ${this.added} of the story, so the stream was left as it is; `
          + "look whose the others are, and delete it if they are nobody's");
      }
    } catch (error) {
      throw error instanceof SomebodyElsesError ? error : new Error(`--redis: lost ${this.place} in the middle of the story (${(error as Error).message}); `
        + `see why it went away, and when it is back delete ${stream} if it is still there`);
    } finally {
      this.client.disconnect();
    }
  }
}
