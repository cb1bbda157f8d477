import { SourceMetadata } from '../contract';
import { MemoryOptions } from './sources/memory';
import { RedisListOptions } from './sources/redis-list';
import { RedisStreamOptions } from './sources/redis-stream';
import { SqsOptions } from './sources/sqs';

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
  public static redisList({ connection, waiting, inFlight }: RedisListOptions): MetricSource {
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
  public static redisStream({ connection, stream, group }: RedisStreamOptions): MetricSource {
    return new MetricSource({ type: 'redis-stream', connection, stream, group });
  }

  /**
   * An Amazon SQS queue: messages that can be received (waiting) plus those that are received and not deleted (in flight).
   *
   * The numbers are approximate, and right about a minute after the last change. The queue is asked once a second at most, which is about 2.6
   * million requests a month. A queue that does not exist is an error.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
   */
  public static sqs({ connection, queue, includeDelayed = false }: SqsOptions): MetricSource {
    return new MetricSource({ type: 'sqs', connection, queue, includeDelayed });
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
