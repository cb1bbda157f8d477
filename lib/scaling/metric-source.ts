import { SourceMetadata } from '../contract';
import { MemoryOptions } from './sources/memory';
import { NatsJetstreamOptions } from './sources/nats-jetstream';
import { OnEmpty } from './sources/on-empty';
import { PostgresqlQueryOptions } from './sources/postgresql-query';
import { PrometheusQueryOptions } from './sources/prometheus-query';
import { RabbitmqQueueOptions } from './sources/rabbitmq-queue';
import { RedisStreamOptions } from './sources/redis-stream';

/** Where the number of outstanding jobs comes from: those that wait, and those that a worker has taken and not finished. */
export class MetricSource {
  /**
   * A Redis Stream read by a consumer group: the group's lag (waiting) plus its pending entries (in flight).
   *
   * Never the length of the stream, which does not fall when jobs are acknowledged, and never the lag alone, which is zero while the
   * last jobs still run.
   *
   * @see https://redis.io/docs/latest/commands/xinfo-groups/
   */
  public static redisStream({ connection, stream, group }: RedisStreamOptions): MetricSource {
    return new MetricSource({ type: 'redis-stream', connection, stream, group });
  }

  /**
   * The values of one or two PromQL queries, as `GET /api/v1/query` answers them.
   *
   * Each has to give exactly one sample, finite and at least 0. Several samples, NaN, and an answer with warnings, which may be a part of the
   * whole, are errors: KEDA holds the replicas. What a query gives is as old as the last scrape.
   *
   * A metric of the workers' own pods has no sample while there is none: alone, it cannot start the first one.
   *
   * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
   */
  public static prometheusQuery({ connection, query, inFlightQuery, onEmpty = OnEmpty.ERROR }: PrometheusQueryOptions): MetricSource {
    return new MetricSource({ type: 'prometheus-query', connection, query, inFlightQuery, onEmpty });
  }

  /**
   * A RabbitMQ queue: its messages ready (waiting) plus those delivered and not acknowledged (in flight).
   *
   * A classic queue is asked itself. Of a quorum queue RabbitMQ has numbers that are up to 5 s old (its tick interval): its first job may
   * wake a worker that much later, and one that has come since is not seen until then. For some seconds after it was declared or its server
   * started it has none, which is an error. A stream is refused: it keeps what was read.
   *
   * Jobs in flight are seen only of consumers that acknowledge them when they are done. Messages that wait elsewhere, for a retry or behind a
   * delay, are not in the queue.
   *
   * RabbitMQ pushes nothing to who does not consume: it is looked at each second.
   *
   * @see https://www.rabbitmq.com/docs/management#http-api
   */
  public static rabbitmqQueue({ connection, queue }: RabbitmqQueueOptions): MetricSource {
    return new MetricSource({ type: 'rabbitmq-queue', connection, queue });
  }

  /**
   * A durable consumer of a NATS JetStream stream: its pending messages (waiting) plus those pending acknowledgement (in flight).
   *
   * Never the length of the stream, which holds what was done and what other consumers want. A consumer that wants no acknowledgements is
   * refused, because what it has in flight cannot be seen. Messages that were delivered as often as the consumer allows are no longer counted.
   *
   * While nothing is outstanding the scaler subscribes to the consumer's subjects, so the first job is noticed at once.
   *
   * @see https://docs.nats.io/nats-concepts/jetstream/consumers
   */
  public static natsJetstream({ connection, stream, consumer }: NatsJetstreamOptions): MetricSource {
    return new MetricSource({ type: 'nats-jetstream', connection, stream, consumer });
  }

  /**
   * The row of a query that a `Connection.postgresql` declares: its columns `waiting` and `in_flight`, or its only column.
   *
   * No row, several, NULL, a negative value and what is no number are errors: KEDA holds the replicas. The queue is looked at each second.
   */
  public static postgresqlQuery({ connection, query }: PostgresqlQueryOptions): MetricSource {
    return new MetricSource({ type: 'postgresql-query', connection, query });
  }

  /** A queue inside the scaler's process, to try things out: gone when the scaler restarts, so only a scaler of one replica serves it. */
  public static memory({ queue }: MemoryOptions): MetricSource {
    return new MetricSource({ type: 'memory', queue });
  }

  /** What the trigger's metadata says; the contract checks it when a worker renders it. @internal */
  public readonly _metadata: SourceMetadata;

  private constructor(metadata: SourceMetadata) {
    this._metadata = metadata;
  }
}
