import type { Redis } from 'ioredis';
import { RedisKeyEvents } from './redis-key-events';
import { RedisConnection } from '../../connections/redis-connection';
import { Log } from '../../log';
import { RedisPoller } from '../redis-poller';

/**
 * Notices jobs as they arrive in lists of one server.
 *
 * By keyspace notifications where the server sends them (`notify-keyspace-events` with `K` and `l`, or `KA`). Elsewhere by looking every
 * 50 ms: nothing blocks on a list without taking from it. Whether the server sends them shows when the first one comes, since managed
 * servers do not tell their configuration.
 */
export class RedisListWatcher {
  private readonly events: RedisKeyEvents;
  private readonly poller: RedisPoller;

  public constructor(connection: RedisConnection, log: Log) {
    this.events = new RedisKeyEvents(connection);
    this.poller = new RedisPoller(connection, log, length, (key) => this.events.tell(key));
  }

  public watch(key: string, onChange: () => void): () => void {
    const ends = [this.events.watch(key, onChange), this.poller.watch(key, onChange)];
    return () => ends.forEach((end) => end());
  }

  public close(): void {
    this.events.close();
    this.poller.close();
  }
}

/** Of a list alone: what else jobs may wait in is looked at each second anyway. */
async function length(client: Redis, key: string): Promise<string> {
  return String(await client.llen(key));
}
