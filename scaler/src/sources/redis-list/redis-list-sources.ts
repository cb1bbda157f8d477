import { RedisListSource } from './redis-list';
import { RedisListWatcher } from './redis-list-watcher';
import { REDIS_CONNECTIONS, RedisListSourceMetadata, requireOneSlot } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { Log } from '../../log';
import { SourceKind } from '../source-kind';

/** Lists of Redis servers; all of one server are watched together. */
export class RedisListSources implements SourceKind<RedisListSourceMetadata> {
  private readonly watchers = new Map<string, RedisListWatcher>();

  public constructor(private readonly connections: Connections, private readonly log: Log) {}

  public source(metadata: RedisListSourceMetadata): RedisListSource {
    const { connection: name, waiting, inFlight } = metadata;
    const connection = this.connections.get(REDIS_CONNECTIONS, name);
    if (connection.isCluster) {
      requireOneSlot(metadata);
    }
    const watcher = this.watchers.get(name) ?? new RedisListWatcher(connection, this.log);
    this.watchers.set(name, watcher);
    return new RedisListSource(connection, watcher, waiting, inFlight);
  }

  public close(): void {
    for (const watcher of this.watchers.values()) {
      watcher.close();
    }
  }
}
