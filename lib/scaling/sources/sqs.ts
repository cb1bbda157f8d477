import { Duration } from 'cdk8s';

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

  /**
   * The visibility timeout that the queue has, or that workers receive with: for so long a message is hidden from the others. At most 12 hours.
   *
   * @default Duration.seconds(30), which a queue has if nobody says otherwise
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html
   */
  readonly visibilityTimeout?: Duration;

  /**
   * Whether workers extend the visibility timeout of the message they work on, by ChangeMessageVisibility, before it ends. Then jobs may take
   * up to 12 hours.
   *
   * @default false
   */
  readonly extendsVisibility?: boolean;
}
