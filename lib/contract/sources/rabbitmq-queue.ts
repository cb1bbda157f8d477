import { SourceKind } from './source-kind';
import { text } from '../fields';

/** The messages of a RabbitMQ queue: ready and unacknowledged. */
export interface RabbitmqQueueSourceMetadata {
  readonly type: 'rabbitmq-queue';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of the queue. */
  readonly queue: string;
}

export const rabbitmqQueue: SourceKind<RabbitmqQueueSourceMetadata> = {
  connection: 'rabbitmq',
  fields: { connection: text, queue: text },
};
