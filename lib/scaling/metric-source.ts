import { Construct } from 'constructs';
import { SourceMetadata } from '../contract';
import { requireText } from '../private/refuse';

/** Options of `MetricSource.redisStream`. */
export interface RedisStreamOptions {
  /** Name of a connection of the scaler. */
  readonly connection: string;
  /** Key of the stream. */
  readonly stream: string;
  /** Consumer group that the workers read with. */
  readonly group: string;
}

/** Options of `MetricSource.memory`. */
export interface MemoryOptions {
  /** Name of the embedded queue. */
  readonly queue: string;
}

/** Where the number of outstanding jobs comes from: those that wait, and those that a worker has taken and not finished. */
export abstract class MetricSource {
  /**
   * A Redis Stream read by a consumer group: the group's lag (waiting) plus its pending entries (in flight).
   *
   * Never the length of the stream, which does not fall when jobs are acknowledged, and never the lag alone, which is zero while the
   * last jobs still run.
   *
   * @see https://redis.io/docs/latest/commands/xinfo-groups/
   */
  public static redisStream(options: RedisStreamOptions): MetricSource {
    return new RedisStreamSource(options);
  }

  /** A queue inside the scaler's process, to try things out: gone when the scaler restarts, so only a scaler of one replica serves it. */
  public static memory(options: MemoryOptions): MetricSource {
    return new MemorySource(options);
  }

  /** What the trigger's metadata says. @internal */
  public abstract _metadata(scope: Construct): SourceMetadata;
}

class RedisStreamSource extends MetricSource {
  public constructor(private readonly options: RedisStreamOptions) {
    super();
  }

  /** @internal */
  public _metadata(scope: Construct): SourceMetadata {
    const { connection, stream, group } = this.options;
    requireText(scope, 'source.connection', connection);
    requireText(scope, 'source.stream', stream);
    requireText(scope, 'source.group', group);
    return { type: 'redis-stream', connection, stream, group };
  }
}

class MemorySource extends MetricSource {
  public constructor(private readonly options: MemoryOptions) {
    super();
  }

  /** @internal */
  public _metadata(scope: Construct): SourceMetadata {
    requireText(scope, 'source.queue', this.options.queue);
    return { type: 'memory', queue: this.options.queue };
  }
}
