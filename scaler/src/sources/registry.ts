import { MemoryQueues } from './memory';
import { RedisConnection } from './redis-connection';
import { RedisStreamSource } from './redis-stream';
import { RedisStreamWatcher } from './redis-stream-watcher';
import { Source } from './source';
import { ContractError, RedisConnectionConfig, ScalerConfig, SourceMetadata } from '../../../lib/contract';
import { Log } from '../log';

/** A server, and what is opened to it once for all its queues. */
interface Server {
  readonly connection: RedisConnection;
  readonly watcher: RedisStreamWatcher;
}

/** Makes the source that a trigger's metadata names. A server is connected to when the first source needs it. */
export class SourceRegistry {
  public readonly memory = new MemoryQueues();
  private readonly servers = new Map<string, Server>();

  public constructor(private readonly config: ScalerConfig, private readonly log: Log) {}

  /** Whether queues in this process may be used: they are for trying things out, without connections. */
  public get embedded(): boolean {
    return Object.keys(this.config.connections).length === 0;
  }

  /**
   * @throws ContractError if the metadata names a connection that is not configured, or an embedded queue where connections are
   */
  public source(metadata: SourceMetadata): Source {
    switch (metadata.type) {
      case 'memory':
        if (!this.embedded) {
          throw new ContractError('sourceType', 'sourceType: got "memory"; expected a source with a connection, because this scaler has connections '
            + 'and embedded queues are for a scaler without; use MetricSource.redisStream, or a scaler without connections');
        }
        return this.memory.queue(metadata.queue);
      case 'redis-stream': {
        const { connection, watcher } = this.server(metadata.connection);
        return new RedisStreamSource(connection, watcher, metadata.stream, metadata.group);
      }
    }
  }

  public close(): void {
    for (const { connection, watcher } of this.servers.values()) {
      watcher.close();
      connection.close();
    }
  }

  private server(name: string): Server {
    const existing = this.servers.get(name);
    if (existing !== undefined) {
      return existing;
    }
    const known = Object.keys(this.config.connections);
    if (!known.includes(name)) {
      throw new ContractError('connection', `connection: got ${JSON.stringify(name)}; expected a connection of this scaler (${known.join(', ') || 'it has none'}); `
        + 'add it to the connections of the ExternalScaler, or correct the name');
    }
    const connection = new RedisConnection(name, this.config.connections[name] as RedisConnectionConfig, this.log);
    const created = { connection, watcher: new RedisStreamWatcher(connection, this.log) };
    this.servers.set(name, created);
    return created;
  }
}
