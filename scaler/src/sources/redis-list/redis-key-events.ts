import type { Redis } from 'ioredis';
import { RedisConnection } from '../../connections/redis-connection';
import { WatchedKeys } from '../watched-keys';

/** How long to wait for a file of a Secret that is away. */
const RETRY_MS = 1000;

/** Events of a key that a job may have come with. */
const ARRIVALS = ['lpush', 'rpush', 'linsert', 'zadd', 'zincr', 'sadd', 'hset'];

/**
 * Keyspace notifications of one server, over one connection.
 *
 * A user of an ACL has to be allowed SUBSCRIBE, UNSUBSCRIBE and the channels `__keyspace@*`.
 *
 * @see https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/
 */
export class RedisKeyEvents {
  private readonly told = new Set<string>();
  private readonly watched = new WatchedKeys((key) => this.changed(key));
  private client?: Redis;
  private closed = false;

  public constructor(private readonly connection: RedisConnection) {}

  /** Calls back with every event; there are none if the server does not send them, or the user may not hear them. */
  public watch(key: string, onChange: () => void): () => void {
    return this.watched.add(key, onChange);
  }

  /** Whether the server is known to tell of a key: it has, over the connection that is open now. */
  public tell(key: string): boolean {
    return this.told.has(key);
  }

  public close(): void {
    this.closed = true;
    this.client?.disconnect();
  }

  private changed(key: string): void {
    this.told.delete(key);
    this.client ??= this.open();
    const { client } = this;
    if (client?.status === 'ready') {
      (this.watched.has(key) ? client.subscribe(this.channel(key)) : client.unsubscribe(this.channel(key))).catch(() => undefined);
    }
  }

  /** @returns nothing if a file of a Secret is away, which is said by who reads the keys; it tries again */
  private open(): Redis | undefined {
    let client: Redis;
    try {
      client = this.connection.subscriber();
    } catch {
      setTimeout(() => {
        if (!this.closed) {
          this.client ??= this.open();
        }
      }, RETRY_MS).unref();
      return undefined;
    }
    client.on('ready', () => {
      for (const key of this.watched.keys) {
        client.subscribe(this.channel(key)).catch(() => undefined); // not allowed: nobody tells of the key then
      }
    });
    client.on('close', () => this.told.clear());
    client.on('message', (channel: string, event: string) => {
      const key = channel.slice(this.channel('').length);
      if (ARRIVALS.includes(event) && this.watched.has(key)) {
        this.told.add(key);
        this.watched.notify(key);
      }
    });
    client.connect().catch(() => undefined); // it tries again by itself
    return client;
  }

  private channel(key: string): string {
    return `__keyspace@${this.connection.database}__:${key}`;
  }
}
