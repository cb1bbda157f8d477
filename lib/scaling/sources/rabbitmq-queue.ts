/** Options of `MetricSource.rabbitmqQueue`. */
export interface RabbitmqQueueOptions {
  /** Name of a connection of the scaler. */
  readonly connection: string;
  /** Name of the queue, in the connection's virtual host. It has to exist. */
  readonly queue: string;
}
