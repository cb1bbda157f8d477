import { Duration } from 'cdk8s';

/** Where a worker begins in a partition that its consumer group has no offset of. */
export enum KafkaOffsetReset {
  /** At the first message that is kept: all of them count. */
  EARLIEST = 'earliest',
  /**
   * At the end: a worker never sees what came before it, so the partition counts one job, for a worker to come and take its place there. It
   * counts it until a worker has committed in the partition.
   */
  LATEST = 'latest',
}

/** Options of `MetricSource.kafka`. */
export interface KafkaOptions {
  /** Name of a `Connection.kafka` of the scaler. */
  readonly connection: string;

  /** Consumer group that the workers read with. */
  readonly group: string;

  /**
   * Name of the topic. It has to exist.
   *
   * @default - all topics of which the group has offsets
   */
  readonly topic?: string;

  /**
   * What the workers are configured with as `auto.offset.reset`. Kafka's own default is the latest, with which a job that wakes the first worker
   * of a group is not seen by it.
   *
   * @default KafkaOffsetReset.EARLIEST
   */
  readonly offsetReset?: KafkaOffsetReset;

  /**
   * The workers' `max.poll.interval.ms`: how long one may work on what it has taken before Kafka takes it for gone.
   *
   * @default Duration.minutes(5), which a consumer has if nobody says otherwise
   * @see https://kafka.apache.org/documentation/#consumerconfigs_max.poll.interval.ms
   */
  readonly maxPollInterval?: Duration;

  /**
   * Whether workers go on polling while they work on a job, with their partitions paused, or with a client that only sends heartbeats, so that a
   * job may last longer.
   *
   * @default false
   */
  readonly pollsDuringJobs?: boolean;

  /**
   * How many partitions the topics have, 1 or more, to be warned at synth of a worker whose `maxReplicas` is above it.
   *
   * @default - unknown
   */
  readonly partitions?: number;
}
