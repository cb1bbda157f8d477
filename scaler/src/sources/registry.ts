import { MemoryQueues } from './memory/memory-queues';
import { NatsJetstreamSources } from './nats-jetstream/nats-jetstream-sources';
import { PostgresqlQuerySources } from './postgresql-query/postgresql-query-sources';
import { PrometheusQuerySources } from './prometheus-query/prometheus-query-sources';
import { RabbitmqQueueSources } from './rabbitmq-queue/rabbitmq-queue-sources';
import { RedisStreamSources } from './redis-stream/redis-stream-sources';
import { Source } from './source';
import { SourceKind } from './source-kind';
import { ScalerConfig, SourceMetadata, SourceType } from '../../../lib/contract';
import { Connections } from '../connections/connections';
import { Log } from '../log';

/** Makes the source that a trigger's metadata names. A new type of source is a folder here and a line in `kinds`. */
export class SourceRegistry {
  /** Queues in this process. */
  public readonly memory: MemoryQueues;
  private readonly connections: Connections;
  private readonly kinds: { readonly [T in SourceType]: SourceKind<Extract<SourceMetadata, { readonly type: T }>> };

  public constructor(config: ScalerConfig, log: Log) {
    this.connections = new Connections(config.connections, log);
    this.memory = new MemoryQueues(this.connections.names.length === 0);
    this.kinds = {
      'redis-stream': new RedisStreamSources(this.connections, log),
      'prometheus-query': new PrometheusQuerySources(this.connections),
      'rabbitmq-queue': new RabbitmqQueueSources(this.connections),
      'nats-jetstream': new NatsJetstreamSources(this.connections),
      'postgresql-query': new PostgresqlQuerySources(this.connections),
      'memory': this.memory,
    };
  }

  /**
   * @throws ContractError if the metadata names what this scaler does not have
   */
  public source(metadata: SourceMetadata): Source {
    return (this.kinds[metadata.type] as SourceKind<SourceMetadata>).source(metadata);
  }

  public close(): void {
    for (const kind of Object.values(this.kinds)) {
      kind.close();
    }
    this.connections.close();
  }
}
