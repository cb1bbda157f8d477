/** Options of `MetricSource.natsJetstream`. */
export interface NatsJetstreamOptions {
  /** Name of a `Connection.nats` of the scaler. */
  readonly connection: string;
  /** Name of the stream. It has to exist. */
  readonly stream: string;
  /** Name of the durable consumer that the workers share. It has to exist, and to want acknowledgements. */
  readonly consumer: string;
}
