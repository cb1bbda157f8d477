import { RedisKeyEvents } from './redis-key-events';
import { RedisClient } from '../../connections/redis-client';
import { RedisConnection } from '../../connections/redis-connection';
import { Log } from '../../log';
import { RedisPoller } from '../redis-poller';
import { RedisWatcher } from '../redis-watcher';

/**
 * Notices jobs as they arrive in lists.
 *
 * By keyspace notifications where the server sends them (`notify-keyspace-events` with `K` and `l`, or `KA`). Elsewhere, and on a cluster, by
 * looking every 50 ms: nothing blocks on a list without taking from it. Whether the server sends them shows when the first one comes, since
 * managed servers do not tell their configuration.
 */
export class RedisListWatcher implements RedisWatcher {
  private readonly events?: RedisKeyEvents;
  private readonly poller: RedisPoller;

  public constructor(connection: RedisConnection, log: Log) {
    const events = connection.isCluster ? undefined : new RedisKeyEvents(connection);
    this.events = events;
    this.poller = new RedisPoller(connection, log, length, (key) => events?.tell(key) ?? false);
  }

  public watch(key: string, onChange: () => void): () => void {
    const ends = [this.events?.watch(key, onChange), this.poller.watch(key, onChange)];
    return () => ends.forEach((end) => end?.());
  }

  public close(): void {
    this.events?.close();
    this.poller.close();
  }
}

/** Of a list alone: what else jobs may wait in is looked at each second anyway. */
async function length(client: RedisClient, key: string): Promise<string> {
  return String(await client.llen(key));
}
