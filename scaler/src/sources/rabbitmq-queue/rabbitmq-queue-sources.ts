import { RabbitmqQueueSource } from './rabbitmq-queue';
import { RabbitmqReadySource } from './rabbitmq-ready';
import { RABBITMQ_CONNECTIONS, RabbitmqQueueSourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { RabbitmqConnection } from '../../connections/rabbitmq-connection';
import { Source } from '../source';
import { SourceKind } from '../source-kind';

/** Queues of RabbitMQ servers. */
export class RabbitmqQueueSources implements SourceKind<RabbitmqQueueSourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection: name, queue }: RabbitmqQueueSourceMetadata): Source {
    const connection = this.connections.get(RABBITMQ_CONNECTIONS, name);
    return connection instanceof RabbitmqConnection ? new RabbitmqQueueSource(connection, queue) : new RabbitmqReadySource(connection, queue);
  }
}
