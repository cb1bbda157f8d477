import { Duration } from 'cdk8s';

/** Options of `MetricSource.natsJetstream`. */
export interface NatsJetstreamOptions {
  /** Name of a `Connection.nats` of the scaler. */
  readonly connection: string;
  /** Name of the stream. It has to exist. */
  readonly stream: string;
  /** Name of the durable consumer that the workers share. It has to exist, and to want acknowledgements. */
  readonly consumer: string;

  /**
   * The consumer's AckWait: how long a worker may leave a message unacknowledged.
   *
   * @default Duration.seconds(30), which a consumer has if nobody says otherwise
   * @see https://docs.nats.io/nats-concepts/jetstream/consumers
   */
  readonly ackWait?: Duration;

  /**
   * Whether workers extend the wait for the message they work on, by an acknowledgement in progress (`+WPI`), before it ends.
   *
   * @default false
   */
  readonly extendsAckWait?: boolean;
}
