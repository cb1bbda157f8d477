import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { atZero, leavesOf, refusal, SourceMetadata } from '../contract';
import { Redelivery, requireHeld } from './redelivery';
import { refuse, requireWhole } from '../private/refuse';
import { warn } from '../private/warn';
import { HttpJsonOptions } from './sources/http-json';
import { KafkaOffsetReset, KafkaOptions } from './sources/kafka';
import { MemoryOptions } from './sources/memory';
import { MysqlQueryOptions } from './sources/mysql-query';
import { NatsJetstreamOptions } from './sources/nats-jetstream';
import { OnEmpty } from './sources/on-empty';
import { PostgresqlQueryOptions } from './sources/postgresql-query';
import { PrometheusQueryOptions } from './sources/prometheus-query';
import { RabbitmqQueueOptions } from './sources/rabbitmq-queue';
import { RedisListOptions } from './sources/redis-list';
import { RedisStreamOptions } from './sources/redis-stream';
import { SqsOptions } from './sources/sqs';
import { TritonOptions } from './sources/triton';
import { VllmOptions } from './sources/vllm';

/** As long as SQS hides a message from the others, in all. Seconds. */
const SQS_LONGEST = 43_200;

/** Where the number of outstanding jobs comes from: those that wait, and those that a worker has taken and not finished. */
export class MetricSource {
  /**
   * Redis lists that jobs are moved between: those they wait in, and those workers keep them in until they are done (in flight).
   *
   * A key may also hold a sorted set, a set or a hash, whose members are counted. That fits what queue libraries keep: for BullMQ
   * `bull:NAME:wait`, `bull:NAME:prioritized` and `bull:NAME:active`, for RQ `rq:queue:NAME` and `rq:wip:NAME`, for Celery `celery` and
   * `unacked`. A key that does not exist counts 0, because Redis removes a list with its last element: a misspelt key cannot be told from an
   * empty queue.
   *
   * The first job in a list is pushed by a keyspace notification where the server sends them (`notify-keyspace-events Kl`); elsewhere the list
   * is looked at every 50 ms, since nothing waits on a list without taking from it.
   *
   * @see https://redis.io/docs/latest/commands/lmove/#pattern-reliable-queue
   */
  public static redisList(options: RedisListOptions): MetricSource {
    const { connection, waiting, inFlight } = options;
    return new MetricSource({ type: 'redis-list', connection, waiting, inFlight });
  }

  /**
   * A Redis Stream read by a consumer group: the group's lag (waiting) plus its pending entries (in flight).
   *
   * Never the length of the stream, which does not fall when jobs are acknowledged, and never the lag alone, which is zero while the
   * last jobs still run.
   *
   * @see https://redis.io/docs/latest/commands/xinfo-groups/
   */
  public static redisStream(options: RedisStreamOptions): MetricSource {
    const { connection, stream, group } = options;
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
  public static prometheusQuery(options: PrometheusQueryOptions): MetricSource {
    const { connection, query, inFlightQuery, onEmpty = OnEmpty.ERROR } = options;
    return new MetricSource({ type: 'prometheus-query', connection, query, inFlightQuery, onEmpty });
  }

  /**
   * A RabbitMQ queue: its messages ready (waiting) plus those delivered and not acknowledged (in flight).
   *
   * Over a `Connection.rabbitmqAmqp` only those ready: AMQP does not tell what is in flight, so the cooldown of a worker has to outlast its longest job,
   * and a stream, of which what was read counts too, is not recognized.
   *
   * Over the management API a classic queue is asked itself. Of a quorum queue RabbitMQ has numbers that are up to 5 s old (its tick interval): its first job may
   * wake a worker that much later, and one that has come since is not seen until then. For some seconds after it was declared or its server
   * started it has none, which is an error. A stream is refused: it keeps what was read.
   *
   * Jobs in flight are seen only of consumers that acknowledge them when they are done. Messages that wait elsewhere, for a retry or behind a
   * delay, are not in the queue.
   *
   * RabbitMQ pushes nothing to who does not consume: it is looked at each second.
   *
   * Workers whose longest job is not acknowledged within `consumerTimeout` are refused.
   *
   * @see https://www.rabbitmq.com/docs/management#http-api
   */
  public static rabbitmqQueue(options: RabbitmqQueueOptions): MetricSource {
    const { connection, queue, consumerTimeout = Duration.minutes(30) } = options;
    return new MetricSource({ type: 'rabbitmq-queue', connection, queue }, [{
      option: 'consumerTimeout',
      seconds: consumerTimeout.toSeconds({ integral: false }),
      why: 'RabbitMQ then takes the channel from the worker and gives its messages to others',
      fix: 'raise the consumer_timeout of the server or of the queue, and say so here, or cut the jobs',
    }]);
  }

  /**
   * A durable consumer of a NATS JetStream stream: its pending messages (waiting) plus those pending acknowledgement (in flight).
   *
   * Never the length of the stream, which holds what was done and what other consumers want. A consumer that wants no acknowledgements is
   * refused, because what it has in flight cannot be seen. Messages that were delivered as often as the consumer allows are no longer counted.
   *
   * While nothing is outstanding the scaler subscribes to the consumer's subjects, so the first job is noticed at once.
   *
   * Workers whose longest job is not acknowledged within `ackWait` are refused, unless they extend it.
   *
   * @see https://docs.nats.io/nats-concepts/jetstream/consumers
   */
  public static natsJetstream(options: NatsJetstreamOptions): MetricSource {
    const { connection, stream, consumer, ackWait = Duration.seconds(30), extendsAckWait = false } = options;
    return new MetricSource({ type: 'nats-jetstream', connection, stream, consumer }, extendsAckWait ? [] : [{
      option: 'ackWait',
      seconds: ackWait.toSeconds({ integral: false }),
      why: 'JetStream then gives the message to another worker',
      fix: 'raise the AckWait of the consumer and say so here, or let the workers tell that they are at it (+WPI) and set extendsAckWait: true',
    }]);
  }

  /**
   * The messages of a Kafka topic, or of all topics that a consumer group reads, which the group has not committed: those that wait and those
   * that a worker has taken, which Kafka cannot tell apart. Both count as waiting.
   *
   * So a worker has to commit a message when its job is done, not when it is taken: consumers that commit by themselves (`enable.auto.commit`)
   * are seen as done while they work, and ended. A partition is read by one worker of a group at a time: replicas above the number of
   * partitions idle, however long the queue.
   *
   * * Where a partition has no offset of the group, or one of messages that were deleted meanwhile, `offsetReset` says what counts. That is so
   *   for a group that has never been there too: Kafka cannot tell a misspelt one from one that is yet to come. Without a topic it is an error.
   * * An offset beyond the end of its partition is an error: the messages were lost, or workers read those of open transactions. Where
   *   producers write transactions, workers read with `isolation.level=read_committed`; messages count when theirs is committed. Its marker
   *   takes an offset too, which counts until a worker has committed past it.
   * * In a compacted topic messages that are gone count until a worker has committed past them.
   *
   * A topic that does not exist is an error. The lag is looked at each second.
   *
   * @see https://kafka.apache.org/documentation/#consumerconfigs_auto.offset.reset
   */
  public static kafka(options: KafkaOptions): MetricSource {
    const {
      connection, group, topic, offsetReset = KafkaOffsetReset.EARLIEST, maxPollInterval = Duration.minutes(5), pollsDuringJobs = false, partitions,
    } = options;
    return new MetricSource({ type: 'kafka', connection, group, topic, offsetReset }, pollsDuringJobs ? [] : [{
      option: 'maxPollInterval',
      seconds: maxPollInterval.toSeconds({ integral: false }),
      why: 'Kafka then gives the partitions of the worker to another one, with the message',
      fix: 'raise max.poll.interval.ms of the workers and say so here, or let them poll while they work, their partitions paused, and set pollsDuringJobs: true',
    }], partitions);
  }

  /**
   * The row of a query that a `Connection.postgresql` declares: its columns `waiting` and `in_flight`, or its only column.
   *
   * No row, several, NULL, a negative value and what is no number are errors: KEDA holds the replicas. The queue is looked at each second, and
   * with a `channel` whenever the application notifies.
   *
   * @see https://www.postgresql.org/docs/current/sql-notify.html
   */
  public static postgresqlQuery(options: PostgresqlQueryOptions): MetricSource {
    const { connection, query, channel } = options;
    return new MetricSource({ type: 'postgresql-query', connection, query, channel });
  }

  /**
   * The row of a query that a `Connection.mysql` declares: its columns `waiting` and `in_flight`, or its only column.
   *
   * No row, several, NULL, a negative value and what is no number are errors: KEDA holds the replicas. The queue is looked at each second.
   */
  public static mysqlQuery(options: MysqlQueryOptions): MetricSource {
    const { connection, query } = options;
    return new MetricSource({ type: 'mysql-query', connection, query });
  }

  /**
   * The requests that vLLM servers have: `vllm:num_requests_waiting` (waiting) and `vllm:num_requests_running` (in flight), summed over the
   * pods.
   *
   * What it cannot see: requests that no pod has yet, pods that are on their way out, anything while there is no pod, and a busy pod that drops out
   * with its requests: over `Connection.modelServers` when its readiness probe fails, through Prometheus when a scrape of it does. So a
   * worker with `minReplicas: 0` is refused that has nothing else to wake it.
   *
   * @see https://docs.vllm.ai/en/latest/usage/metrics/
   */
  public static vllm(options: VllmOptions): MetricSource {
    const { connection, modelName, namespace, onEmpty = OnEmpty.ERROR } = options;
    return new MetricSource({ type: 'vllm', connection, modelName, namespace, onEmpty });
  }

  /**
   * The requests that Triton servers have: `nv_inference_pending_request_count` (waiting; with `averageQueue` by the time in the queue), and in flight the average number in compute, which
   * is how fast `nv_inference_compute_*_duration_us` grow; both summed over the pods. Over a `Connection.modelServers` a pod that has not been seen for
   * the whole `window` counts with at least one request in flight, so that a scaler that has just started takes no busy pod for an idle one.
   *
   * What it cannot see: a request in compute before its end, because Triton adds its time only then; requests that no pod has yet, pods that
   * are on their way out, anything while there is no pod, and a busy pod that drops out with its requests: over `Connection.modelServers` when its
   * readiness probe fails, through Prometheus when a scrape of it does. So a worker with `minReplicas: 0` is refused that has nothing else to
   * wake it.
   *
   * @see https://docs.nvidia.com/deeplearning/triton-inference-server/user-guide/docs/user_guide/metrics.html
   */
  public static triton(options: TritonOptions): MetricSource {
    const { connection, model, version, namespace, window = Duration.minutes(1), averageQueue, onEmpty = OnEmpty.ERROR } = options;
    return new MetricSource({
      type: 'triton', connection, model, version, namespace, window: `${window.toSeconds({ integral: false })}s`, averageQueue, onEmpty,
    });
  }

  /**
   * Numbers in a JSON document of at most a megabyte, which a server answers to a GET: a gateway's statistics, or an API of your own.
   *
   * Anything but a 2xx answer with JSON that has numbers at both places is an error: KEDA holds the replicas. It is asked again each second
   * while KEDA waits for the first job.
   */
  public static httpJson(options: HttpJsonOptions): MetricSource {
    const { connection, path, waiting, inFlight } = options;
    return new MetricSource({ type: 'http-json', connection, path, waiting, inFlight });
  }

  /**
   * An Amazon SQS queue: messages that can be received (waiting) plus those that are received and not deleted (in flight).
   *
   * The numbers are approximate, and right about a minute after the last change. The queue is asked once a second at most, which is about 2.6
   * million requests a month. A queue that does not exist is an error.
   *
   * Workers whose longest job is not done within `visibilityTimeout` are refused, unless they extend it.
   *
   * @throws Error if `visibilityTimeout` is longer than 12 hours
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
   */
  public static sqs(options: SqsOptions): MetricSource {
    const { connection, queue, includeDelayed = false, visibilityTimeout = Duration.seconds(30), extendsVisibility = false } = options;
    const timeout = visibilityTimeout.toSeconds({ integral: false });
    if (!(timeout <= SQS_LONGEST)) {
      throw refusal('MetricSource.sqs: visibilityTimeout (seconds)', timeout, `at most ${SQS_LONGEST}, which is as long as SQS hides a message`, 'correct it');
    }
    return new MetricSource({ type: 'sqs', connection, queue, includeDelayed }, [{
      option: 'visibilityTimeout',
      ...extendsVisibility
        ? { seconds: SQS_LONGEST, why: 'SQS hides a message for 12 hours in all, however often that is extended', fix: 'cut the jobs' }
        : {
          seconds: timeout,
          why: 'SQS then gives the message to another worker',
          fix: 'raise the visibility timeout of the queue and say so here, or let the workers extend it by ChangeMessageVisibility and set extendsVisibility: true',
        },
    }]);
  }

  /**
   * The source that has most outstanding: for several views of the same jobs, such as the queue that they wait in and the servers that run them.
   *
   * A source that cannot be read makes the whole unreadable: KEDA holds the replicas.
   *
   * @param sources at least one
   */
  public static max(...sources: MetricSource[]): MetricSource {
    return new MetricSource({ type: 'max', sources: sources.map(({ _metadata }) => _metadata) }, sources.flatMap(({ redeliveries }) => redeliveries));
  }

  /**
   * What all the sources have, added up: for several queues that the same workers serve.
   *
   * A source that cannot be read makes the whole unreadable: KEDA holds the replicas.
   *
   * @param sources at least one
   */
  public static sum(...sources: MetricSource[]): MetricSource {
    return new MetricSource({ type: 'sum', sources: sources.map(({ _metadata }) => _metadata) }, sources.flatMap(({ redeliveries }) => redeliveries));
  }

  /**
   * A source whose jobs count as more or as less than one: in a sum, where they take longer or shorter than those of the others.
   *
   * @param source what is counted
   * @param weight what each job counts as, at least 0.001
   */
  public static weighted(source: MetricSource, weight: number): MetricSource {
    return new MetricSource({ type: 'weighted', source: source._metadata, weight }, source.redeliveries);
  }

  /**
   * Lets jobs wait, up to so many for each that is in flight, before there are more workers: for batches, which may be late.
   *
   * It counts the jobs in flight at which the ratio of those waiting to them would be `ratio`, and at least those that are in flight. That is a
   * total, as KEDA needs it, and no ratio: that one would ask for the same number of workers whether one runs or twenty. It takes
   * `jobsPerReplica` for what a worker has in flight when it is busy. With nothing in flight, a single job is enough to start a worker.
   *
   * @param source which tells waiting from in flight
   * @param ratio jobs waiting for each one in flight, at least 0.001
   */
  public static pendingToRunning(source: MetricSource, ratio: number): MetricSource {
    return new MetricSource({ type: 'pending-to-running', source: source._metadata, ratio }, source.redeliveries);
  }

  /** A queue inside the scaler's process, to try things out: gone when the scaler restarts, so only a scaler of one replica serves it. */
  public static memory(options: MemoryOptions): MetricSource {
    const { queue } = options;
    return new MetricSource({ type: 'memory', queue });
  }

  /** What the trigger's metadata says; the contract checks it when a worker renders it. @internal */
  public readonly _metadata: SourceMetadata;

  /** @param partitions those of the queue, each served by one worker; unknown or without such a limit, if absent */
  private constructor(
    metadata: SourceMetadata, private readonly redeliveries: readonly Redelivery[] = [], private readonly partitions?: number,
  ) {
    this._metadata = metadata;
  }

  /**
   * Warns of workers that would find nothing to do, because others have all partitions of the queue.
   *
   * @internal
   */
  public _warnOfIdle(worker: Construct, maxReplicas: number): void {
    const { partitions } = this;
    if (partitions === undefined) {
      return;
    }
    requireWhole(worker, 'source.partitions', partitions, 1);
    if (maxReplicas > partitions) {
      warn(worker, 'maxReplicas', maxReplicas, `above ${partitions} replicas idle on their GPUs, because each partition of the topic is read by one`,
        'lower it, or give the topic more partitions');
    }
  }

  /**
   * Refuses a source that could not start the first worker.
   *
   * @param alternative what else the worker could do, for the end of the message
   * @internal
   */
  public _requireWakes(worker: Construct, alternative: string = ''): void {
    const blind = atZero(this._metadata) === 'jobs' ? undefined : leavesOf(this._metadata).find((leaf) => atZero(leaf) !== 'jobs');
    if (blind !== undefined) {
      refuse(worker, 'source', this._metadata.type,
        `a source that sees jobs while no worker runs, because none does without work and ${blind.type} reads what only running workers export`,
        `give ${blind.type} onEmpty: OnEmpty.ZERO and combine it with the queue that the jobs wait in, or a metric of the gateway, by `
        + `MetricSource.max(...)${alternative}`);
    }
  }

  /**
   * Refuses a source whose broker gives a job to another worker before it is done.
   *
   * @param longest how long a worker may have a job
   * @internal
   */
  public _requireHeld(worker: Construct, longest: Duration): void {
    this.redeliveries.forEach((redelivery) => requireHeld(worker, redelivery, longest.toSeconds()));
  }
}
