/** Options of `MetricSource.sqs`. */
export interface SqsOptions {
  /** Name of a connection of the scaler. */
  readonly connection: string;

  /** Name of the queue, without its URL; that of a FIFO queue ends in `.fifo`. */
  readonly queue: string;

  /**
   * Count messages that are delayed as waiting, so that workers start before their time has come.
   *
   * @default false
   */
  readonly includeDelayed?: boolean;
}
