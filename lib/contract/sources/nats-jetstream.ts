import { SourceKind } from './source-kind';
import { text } from '../fields';

/** The messages that a consumer of a JetStream stream has before it: pending, and pending acknowledgement. */
export interface NatsJetstreamSourceMetadata {
  readonly type: 'nats-jetstream';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of the stream. */
  readonly stream: string;
  /** Name of the durable consumer that the workers share. */
  readonly consumer: string;
}

export const natsJetstream: SourceKind<NatsJetstreamSourceMetadata> = {
  connection: 'nats',
  fields: { connection: text, stream: text, consumer: text },
};
