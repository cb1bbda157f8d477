import { Duration } from 'cdk8s';

/** Options of `MetricSource.rabbitmqQueue`. */
export interface RabbitmqQueueOptions {
  /** Name of a `Connection.rabbitmq` or a `Connection.rabbitmqAmqp` of the scaler. */
  readonly connection: string;
  /** Name of the queue, in the connection's virtual host. It has to exist. */
  readonly queue: string;

  /**
   * The consumer timeout of the server, or of the queue: how long a worker may leave a message unacknowledged. Nothing extends it. For a
   * server without one give a time that is longer than any job.
   *
   * @default Duration.minutes(30), which a server has if nobody says otherwise
   * @see https://www.rabbitmq.com/docs/consumers#acknowledgement-timeout
   */
  readonly consumerTimeout?: Duration;
}
