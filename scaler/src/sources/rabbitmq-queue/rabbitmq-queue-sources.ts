import { RabbitmqQueueSource } from './rabbitmq-queue';
import { RabbitmqQueueSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Queues of RabbitMQ servers. */
export class RabbitmqQueueSources implements SourceKind<RabbitmqQueueSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, queue }: RabbitmqQueueSourceMetadata): RabbitmqQueueSource {
    return new RabbitmqQueueSource(this.connections.get('rabbitmq', connection), queue);
  }

  public close(): void {
    // The connections are closed by who opened them.
  }
}
