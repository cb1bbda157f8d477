import { Log } from '../log';
import { HttpJsonSources } from './http-json/http-json-sources';
import { KafkaSources } from './kafka/kafka-sources';
import { MemoryQueues } from './memory/memory-queues';
import { NatsJetstreamSources } from './nats-jetstream/nats-jetstream-sources';
import { PrometheusQuerySources } from './prometheus-query/prometheus-query-sources';
import { RabbitmqQueueSources } from './rabbitmq-queue/rabbitmq-queue-sources';
import { RedisListSources } from './redis-list/redis-list-sources';
import { RedisStreamSources } from './redis-stream/redis-stream-sources';
import { Source } from './source';
import { SourceKind } from './source-kind';
import { MysqlQuerySources } from './sql-query/mysql-query-sources';
import { PostgresqlQuerySources } from './sql-query/postgresql-query-sources';
import { SqsSources } from './sqs/sqs-sources';
import { TritonSources } from './triton/triton-sources';
import { VllmSources } from './vllm/vllm-sources';
import { LeafSourceMetadata, ScalerConfig } from '../../../lib/contract';
import { Connections } from '../connections/connections';

/** Makes the source that a trigger's metadata names. A new type of source is a folder here and a line in `kinds`. */
export class SourceRegistry {
  /** Queues in this process. */
  public readonly memory: MemoryQueues;
  private readonly connections: Connections;
  private readonly kinds: { readonly [T in LeafSourceMetadata['type']]: SourceKind<Extract<LeafSourceMetadata, { readonly type: T }>> };

  public constructor(config: ScalerConfig, log: Log) {
    this.connections = new Connections(config.connections, log);
    this.memory = new MemoryQueues(this.connections.names.length === 0);
    this.kinds = {
      'redis-list': new RedisListSources(this.connections, log),
      'redis-stream': new RedisStreamSources(this.connections, log),
      'sqs': new SqsSources(this.connections),
      'prometheus-query': new PrometheusQuerySources(this.connections),
      'vllm': new VllmSources(this.connections),
      'triton': new TritonSources(this.connections),
      'http-json': new HttpJsonSources(this.connections),
      'rabbitmq-queue': new RabbitmqQueueSources(this.connections),
      'nats-jetstream': new NatsJetstreamSources(this.connections),
      'kafka': new KafkaSources(this.connections),
      'postgresql-query': new PostgresqlQuerySources(this.connections, log),
      'mysql-query': new MysqlQuerySources(this.connections),
      'memory': this.memory,
    };
  }

  /**
   * @throws ContractError if the metadata names what this scaler does not have
   */
  public source(metadata: LeafSourceMetadata): Source {
    return (this.kinds[metadata.type] as SourceKind<LeafSourceMetadata>).source(metadata);
  }

  public close(): void {
    for (const kind of Object.values<SourceKind<never>>(this.kinds)) {
      kind.close?.();
    }
    this.connections.close();
  }
}
