import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { RedisConnection } from './redis-connection';
import { Log } from '../log';

/** The longest that one XREAD blocks. It ends sooner when an entry arrives or another stream is to be watched. */
const BLOCK_MS = 5000;

/** A server that does not answer a blocked XREAD this much after its time has hung up. */
const HANG_MS = 2000;

const RETRY_MS = 250;

/**
 * Notices entries as they arrive, in all watched streams of one server, over one connection: a blocking XREAD.
 *
 * An entry is noticed even if it came just before the watch: each stream is watched from its end as it was when the watch began, and
 * the watch begins with a call back.
 */
export class RedisStreamWatcher {
  private readonly watched = new Map<string, Set<() => void>>();
  /** The last entry known of each stream that XREAD waits on. */
  private readonly lastIds = new Map<string, string>();
  private client?: Redis;
  private clientId?: number;
  private running = false;
  private closed = false;
  /** Grows with each stream that is added, so that a blocked XREAD can be told from one that knows it. */
  private generation = 0;
  /** The generation that the blocked XREAD knows. */
  private blockedGeneration = 0;

  public constructor(private readonly connection: RedisConnection, private readonly log: Log) {}

  public watch(stream: string, onChange: () => void): () => void {
    const callbacks = this.watched.get(stream) ?? new Set();
    if (callbacks.size === 0) {
      this.watched.set(stream, callbacks);
      this.lastIds.delete(stream);
      this.generation++;
    }
    // A wrapper, so that two watches with one function end apart.
    const callback = () => onChange();
    callbacks.add(callback);
    if (!this.running) {
      this.running = true;
      void this.loop();
    } else {
      void this.interrupt(this.generation);
    }
    return () => {
      callbacks.delete(callback);
      if (callbacks.size === 0 && this.watched.get(stream) === callbacks) {
        this.watched.delete(stream);
        this.lastIds.delete(stream);
      }
    };
  }

  public close(): void {
    this.closed = true;
    this.client?.disconnect();
  }

  private async loop(): Promise<void> {
    while (!this.closed && this.watched.size > 0) {
      try {
        await this.turn();
      } catch (error) {
        if (!this.closed) {
          this.log('warn', 'watch interrupted', { address: this.connection.address, problem: (error as Error).message });
        }
        this.client?.disconnect();
        this.client = undefined;
        this.lastIds.clear();
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    this.running = false;
    this.client?.disconnect();
    this.client = undefined;
  }

  private async turn(): Promise<void> {
    const client = this.client ?? await this.open();
    for (const stream of this.watched.keys()) {
      if (!this.lastIds.has(stream)) {
        const [last] = await client.xrevrange(stream, '+', '-', 'COUNT', 1);
        this.lastIds.set(stream, last === undefined ? '0-0' : last[0]);
        this.notify(stream);
      }
    }
    const streams = [...this.watched.keys()].filter((stream) => this.lastIds.has(stream));
    if (streams.length === 0) {
      return;
    }
    this.blockedGeneration = this.generation;
    const arrived = await withTimeout(client.xread('COUNT', 1, 'BLOCK', BLOCK_MS, 'STREAMS', ...streams, ...streams.map((stream) => this.lastIds.get(stream)!)));
    for (const [stream] of arrived ?? []) {
      this.lastIds.delete(stream); // found again at the next turn, behind all that has come
    }
  }

  private async open(): Promise<Redis> {
    const client = this.connection.dedicated();
    this.client = client;
    await client.connect();
    this.clientId = await client.client('ID');
    return client;
  }

  /** Ends the blocked XREAD that does not know the newest stream yet. */
  private async interrupt(generation: number): Promise<void> {
    while (this.running && !this.closed && this.blockedGeneration < generation) {
      if (this.clientId !== undefined) {
        await this.connection.run((client) => client.client('UNBLOCK', this.clientId!)).catch(() => undefined);
      }
      await sleep(10, undefined, { ref: false });
    }
  }

  private notify(stream: string): void {
    for (const callback of [...this.watched.get(stream) ?? []]) {
      callback();
    }
  }
}

function withTimeout<T>(promise: Promise<T>): Promise<T> {
  const abort = new AbortController();
  const timeout = sleep(BLOCK_MS + HANG_MS, undefined, { ref: false, signal: abort.signal }).then(() => {
    throw new Error(`no answer within ${BLOCK_MS + HANG_MS} ms`);
  }, () => new Promise<never>(() => undefined));
  promise.catch(() => undefined);
  return Promise.race([promise, timeout]).finally(() => abort.abort());
}
