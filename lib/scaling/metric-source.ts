import { SourceMetadata } from '../contract';
import { MemoryOptions } from './sources/memory';
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
