import { QueueTotals, RabbitmqConnection } from '../../connections/rabbitmq-connection';
import { Reading, Source } from '../source';

/** The work outstanding in a RabbitMQ queue: waiting are the messages ready, in flight those that are not acknowledged. */
export class RabbitmqQueueSource implements Source {
  public readonly description: string;

  public constructor(private readonly connection: RabbitmqConnection, private readonly queue: string) {
    this.description = `${connection.description}: queue ${queue}`;
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const totals = (await this.connection.queues()).get(this.queue);
    if (totals === undefined) {
      throw new Error(`${this.description}: there is no such queue; correct the queue of the metric source or the virtual host of the connection, or declare the queue`);
    }
    if (totals.type === 'stream') {
      throw new Error(`${this.description}: it is a stream, which keeps what was read; expected a classic or a quorum queue; correct the queue of the metric source`);
    }
    const reading = this.readingOf(totals);
    // The totals of a quorum queue are 0 until it has told them, for some seconds after a start or a change of its leader; the statistics are absent then.
    return totals.type === 'classic' || reading.waiting + reading.inFlight > 0 ? reading : this.readingOf(await this.connection.statistics(this.queue, signal));
  }

  /** RabbitMQ tells nobody of a change who does not consume: it is looked at each second. */
  public watch(): () => void {
    return () => undefined;
  }

  private readingOf(totals: QueueTotals): Required<Reading> {
    return { waiting: this.count(totals, 'messages_ready'), inFlight: this.count(totals, 'messages_unacknowledged') };
  }

  /** A queue whose node is down is in the list, without numbers. */
  private count(totals: QueueTotals, what: 'messages_ready' | 'messages_unacknowledged'): number {
    const value = totals[what];
    if (typeof value !== 'number') {
      throw new Error(`${this.description}: gave ${JSON.stringify(value) ?? 'nothing'} as ${what}; expected a number; `
        + 'wait some seconds if the queue or its server is new, else check the node of the queue, and that RabbitMQ is 3.10 or newer');
    }
    return value;
  }
}
