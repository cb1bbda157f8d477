import type { Channel } from 'amqplib';
import { RabbitmqAmqpConnection } from '../../connections/rabbitmq-amqp-connection';
import { Reading, Source } from '../source';

/** What RabbitMQ answers with when it refuses something. */
const NOT_FOUND = 404;
const ACCESS_REFUSED = 403;

/** The messages of a RabbitMQ queue that are ready, as AMQP tells them. What is in flight it does not tell. */
export class RabbitmqReadySource implements Source {
  public readonly description: string;

  public constructor(private readonly connection: RabbitmqAmqpConnection, private readonly queue: string) {
    this.description = `${connection.description}: queue ${queue}`;
  }

  public async read(): Promise<Reading> {
    return { waiting: await this.connection.run((channel) => this.ready(channel)) };
  }

  /** RabbitMQ tells nobody of a change who does not consume: it is looked at each second. */
  public watch(): () => void {
    return () => undefined;
  }

  private async ready(channel: Channel): Promise<number> {
    try {
      const { messageCount, consumerCount } = await channel.checkQueue(this.queue);
      return messageCount > 0 || consumerCount > 0 ? messageCount : await this.readyUnlessEmpty(channel);
    } catch (error) {
      throw new Error(`queue ${this.queue}: ${wordsFor(error as Error)}`);
    }
  }

  /**
   * Of a quorum queue whose leader is away, as after a start, RabbitMQ tells no messages and no consumers, however many there are. To take one it needs
   * the leader, and fails without it. What comes just then is given back at once.
   */
  private async readyUnlessEmpty(channel: Channel): Promise<number> {
    const message = await channel.get(this.queue);
    if (message === false) {
      return 0;
    }
    channel.nack(message, false, true);
    return 1 + message.fields.messageCount;
  }
}

function wordsFor({ message, code }: Error & { readonly code?: number }): string {
  switch (code) {
    case NOT_FOUND: return 'there is no such queue; correct the queue of the metric source or the virtual host of the connection, or declare the queue';
    case ACCESS_REFUSED: return `${message}; allow the user of the connection to read the queue: an empty one is told by taking from it`;
    default: return `${message}; check the queue, and read it over Connection.rabbitmq, which asks the management API, if this cannot be helped`;
  }
}
