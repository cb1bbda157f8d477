import { SourceKind } from './source-kind';
import { text } from '../fields';

/** The types of connection that a queue is read over. AMQP tells only what is ready. */
export const RABBITMQ_CONNECTIONS = ['rabbitmq', 'rabbitmq-amqp'] as const;

/** The messages of a RabbitMQ queue: ready and, over the management API, unacknowledged. */
export interface RabbitmqQueueSourceMetadata {
  readonly type: 'rabbitmq-queue';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of the queue. */
  readonly queue: string;
}

export const rabbitmqQueue: SourceKind<RabbitmqQueueSourceMetadata> = {
  connection: RABBITMQ_CONNECTIONS,
  counts: (_, connection) => (connection === 'rabbitmq-amqp' ? 'waiting' : 'all'),
  fields: { connection: text, queue: text },
};
