import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { RedisConnection } from '../../connections/redis-connection';
import { Log } from '../../log';
import { RedisWatcher } from '../redis-watcher';
import { WatchedKeys } from '../watched-keys';

/** The longest that one XREAD blocks. It ends sooner when an entry arrives or another stream is to be watched. */
const BLOCK_MS = 5000;

/** How long to wait after an error, or for streams that cannot be watched now. */
const RETRY_MS = 250;

/** How many streams are asked for their end in one go. */
const FIND_AT_ONCE = 500;

/**
 * Notices entries as they arrive, in all watched streams of one server, over one connection: a blocking XREAD.
 *
 * An entry is noticed even if it came just before the watch: each stream is watched from its end as it was when the watch began, and
 * the watch begins with a call back.
 */
export class RedisStreamWatcher implements RedisWatcher {
  /** The last entry known of each stream that XREAD waits on. */
  private readonly lastIds = new Map<string, string>();
  private readonly watched = new WatchedKeys((stream) => this.lastIds.delete(stream));
  private client?: Redis;
  private clientId?: number;
  private running = false;
  private closed = false;
  /** Grows with each stream that is added, so that a blocked XREAD can be told from one that knows it. */
  private generation = 0;
  /** The generation that the XREAD which blocks now knows; undefined while none does. */
  private blockedGeneration?: number;
  private interrupting = false;

  public constructor(private readonly connection: RedisConnection, private readonly log: Log) {}

  public watch(stream: string, onChange: () => void): () => void {
    if (!this.watched.has(stream)) {
      this.generation++;
    }
    const end = this.watched.add(stream, onChange);
    if (!this.running) {
      this.running = true;
      void this.loop();
    } else {
      void this.interrupt();
    }
    return end;
  }

  public close(): void {
    this.closed = true;
    this.client?.disconnect();
  }

  private async loop(): Promise<void> {
    let failing = false;
    while (!this.closed && this.watched.keys.length > 0) {
      try {
        await this.turn();
        failing = false;
      } catch (error) {
        if (!this.closed && !failing) {
          this.log('warn', 'watch interrupted', { address: this.connection.address, problem: (error as Error).message });
        }
        failing = true;
        this.disconnect();
        this.lastIds.clear();
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    this.running = false;
    this.disconnect();
  }

  private async turn(): Promise<void> {
    const client = this.client ?? await this.open();
    const { generation } = this;
    const refused = await this.findEnds(client);
    if (generation !== this.generation) {
      return; // one more came meanwhile
    }
    const streams = this.watched.keys.filter((stream) => this.lastIds.has(stream));
    if (streams.length === 0) {
      await sleep(RETRY_MS, undefined, { ref: false });
      return;
    }
    // One that cannot be watched now may be soon, so the others do not block for long meanwhile.
    const block = refused ? RETRY_MS : BLOCK_MS;
    this.blockedGeneration = generation;
    try {
      const arrived = await withTimeout(block + this.connection.timeoutMs,
        client.xread('COUNT', 1, 'BLOCK', block, 'STREAMS', ...streams, ...streams.map((stream) => this.lastIds.get(stream)!)));
      for (const [stream] of arrived ?? []) {
        this.lastIds.delete(stream); // found again at the next turn, behind all that has come
      }
    } finally {
      this.blockedGeneration = undefined;
    }
  }

  /** @returns whether Redis refused one of the streams */
  private async findEnds(client: Redis): Promise<boolean> {
    const unknown = this.watched.keys.filter((stream) => !this.lastIds.has(stream));
    let refused = false;
    for (let first = 0; first < unknown.length; first += FIND_AT_ONCE) {
      const found = unknown.slice(first, first + FIND_AT_ONCE).map((stream) => this.findEnd(client, stream));
      refused = (await withTimeout(this.connection.timeoutMs, Promise.all(found))).includes(false) || refused;
    }
    return refused;
  }

  /**
   * Finds where a stream ends now, and lets those who watch it look once more.
   *
   * @returns false if Redis refuses: a key that is no stream must not take the others with it, as it would in their XREAD
   */
  private async findEnd(client: Redis, stream: string): Promise<boolean> {
    try {
      const [last] = await client.xrevrange(stream, '+', '-', 'COUNT', 1);
      if (this.watched.has(stream)) {
        this.lastIds.set(stream, last === undefined ? '0-0' : last[0]);
        this.watched.notify(stream);
      }
      return true;
    } catch (error) {
      if ((error as Error).name === 'ReplyError') {
        return false; // reading it gives the same error, which is logged there
      }
      throw error;
    }
  }

  private async open(): Promise<Redis> {
    const client = this.connection.dedicated();
    this.client = client;
    await withTimeout(2 * this.connection.timeoutMs, client.connect());
    this.clientId = await withTimeout(this.connection.timeoutMs, client.client('ID'));
    return client;
  }

  private disconnect(): void {
    this.client?.disconnect();
    this.client = undefined;
    this.clientId = undefined;
  }

  /** Ends a blocked XREAD that does not know the newest stream. More than once, in case Redis had not got the XREAD yet. */
  private async interrupt(): Promise<void> {
    if (this.interrupting) {
      return;
    }
    this.interrupting = true;
    try {
      while (this.blockedGeneration !== undefined && this.blockedGeneration < this.generation) {
        await this.connection.run((client) => client.client('UNBLOCK', this.clientId!));
        await sleep(10, undefined, { ref: false });
      }
    } catch {
      // Not allowed, or the server is away: the XREAD ends by itself soon, and streams are looked at each second anyway.
    } finally {
      this.interrupting = false;
    }
  }
}

function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
