import { RedisStreamSource } from './redis-stream';
import { RedisStreamPoller } from './redis-stream-poller';
import { RedisStreamWatcher } from './redis-stream-watcher';
import { REDIS_CONNECTIONS, RedisStreamSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { Log } from '../../log';
import { RedisWatcher } from '../redis-watcher';
import { SourceKind } from '../source-kind';

/** Streams of Redis servers; all of one server are watched together. */
export class RedisStreamSources implements SourceKind<RedisStreamSourceMetadata> {
  private readonly watchers = new Map<string, RedisWatcher>();

  public constructor(private readonly connections: Connections, private readonly log: Log) {}

  public source({ connection: name, stream, group }: RedisStreamSourceMetadata): RedisStreamSource {
    const connection = this.connections.get(REDIS_CONNECTIONS, name);
    const Watcher = connection.isCluster ? RedisStreamPoller : RedisStreamWatcher;
    const watcher = this.watchers.get(name) ?? new Watcher(connection, this.log);
    this.watchers.set(name, watcher);
    return new RedisStreamSource(connection, watcher, stream, group);
  }

  public close(): void {
    for (const watcher of this.watchers.values()) {
      watcher.close();
    }
  }
}
