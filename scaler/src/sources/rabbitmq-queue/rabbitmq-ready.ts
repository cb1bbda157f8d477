import { RabbitmqAmqpConnection } from '../../connections/rabbitmq-amqp-connection';
import { Reading, Source } from '../source';

/** What RabbitMQ answers with when it refuses something. */
const NOT_FOUND = 404;
const ACCESS_REFUSED = 403;
const RESOURCE_LOCKED = 405;

/** The messages of a RabbitMQ queue that are ready, as AMQP tells them. What is in flight it does not tell. */
export class RabbitmqReadySource implements Source {
  public readonly description: string;

  public constructor(private readonly connection: RabbitmqAmqpConnection, private readonly queue: string) {
    this.description = `${connection.description}: queue ${queue}`;
  }

  public async read(): Promise<Reading> {
    return { waiting: await this.ready() || await this.readyUnlessEmpty() };
  }

  /** RabbitMQ tells nobody of a change who does not consume: it is looked at each second. */
  public watch(): () => void {
    return () => undefined;
  }

  private ready(): Promise<number> {
    return this.connection.run(async (channel) => {
      const { messageCount } = await channel.checkQueue(this.queue).catch((error) => this.refuse(error));
      return messageCount;
    });
  }

  /**
   * RabbitMQ tells of a quorum queue what one server knows: nothing while the leader is away, as after a start, or what was. To take a message it needs
   * the leader, and fails without it. What comes just then is given back at once. Another reader may have had it in its hands, so it is asked again.
   */
  private async readyUnlessEmpty(): Promise<number> {
    const taken = await this.connection.apart.run(async (channel) => {
      const message = await channel.get(this.queue).catch((error): false => isTakenByOne(error) ? false : this.refuse(error));
      if (message === false) {
        return 0;
      }
      channel.nack(message, false, true);
      return 1 + message.fields.messageCount;
    });
    return taken || this.ready();
  }

  private refuse(error: Error): never {
    throw new Error(`queue ${this.queue}: ${wordsFor(error)}`);
  }
}

/** The leader itself says of a queue with a single active consumer that nobody else may take from it: so it is there. */
function isTakenByOne({ code }: Error & { readonly code?: number }): boolean {
  return code === RESOURCE_LOCKED;
}

function wordsFor({ message, code }: Error & { readonly code?: number }): string {
  switch (code) {
    case NOT_FOUND: return 'there is no such queue; correct the queue of the metric source or the virtual host of the connection, or declare the queue';
    case ACCESS_REFUSED: return `${message}; allow the user of the connection to read the queue: an empty one is told by taking from it`;
    case undefined: return message;
    default: return `${message}; check the queue, and read it over Connection.rabbitmq, which asks the management API, if this cannot be helped`;
  }
}
