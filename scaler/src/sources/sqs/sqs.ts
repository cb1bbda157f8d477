import type { QueueAttributeName, SQSClient } from '@aws-sdk/client-sqs';
import { Sqs, SqsConnection, SqsQueueError } from '../../connections/sqs-connection';
import { Reading, Source } from '../source';

const WAITING = 'ApproximateNumberOfMessages';
const DELAYED = 'ApproximateNumberOfMessagesDelayed';
const IN_FLIGHT = 'ApproximateNumberOfMessagesNotVisible';

/**
 * The messages of an Amazon SQS queue: waiting are those that can be received, in flight those that are received and not deleted.
 *
 * SQS tells nobody of a message without giving it to him, so the queue is looked at once a second while KEDA has a stream open. Its numbers are
 * approximate, and right about a minute after the last change.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_GetQueueAttributes.html
 */
export class SqsSource implements Source {
  public readonly description: string;
  private url?: string;

  public constructor(private readonly connection: SqsConnection, private readonly queue: string, private readonly includeDelayed: boolean) {
    this.description = `${connection.description}: queue ${queue}`;
  }

  public read(signal: AbortSignal): Promise<Reading> {
    return this.connection.run(signal, async (client, sqs, abortSignal) => {
      try {
        const counted = await this.counts(client, sqs, abortSignal);
        return { waiting: counted(WAITING) + (this.includeDelayed ? counted(DELAYED) : 0), inFlight: counted(IN_FLIGHT) };
      } catch (error) {
        this.url = undefined; // a queue that is made anew may have another one
        if ((error as Error).name === 'QueueDoesNotExist') {
          throw new SqsQueueError(`there is no queue ${this.queue}; create it, or correct the queue of the metric source or the region of the connection`);
        }
        throw error;
      }
    });
  }

  public watch(): () => void {
    return () => undefined;
  }

  private async counts(client: SQSClient, sqs: Sqs, abortSignal: AbortSignal): Promise<(name: QueueAttributeName) => number> {
    this.url ??= (await client.send(new sqs.GetQueueUrlCommand({ QueueName: this.queue }), { abortSignal })).QueueUrl;
    const { Attributes = {} } = await client.send(
      new sqs.GetQueueAttributesCommand({ QueueUrl: this.url, AttributeNames: [WAITING, DELAYED, IN_FLIGHT] }), { abortSignal });
    return (name) => {
      const count = Attributes[name];
      if (count === undefined || !/^\d+$/.test(count)) {
        throw new SqsQueueError(`queue ${this.queue} has ${JSON.stringify(count)} as ${name}; expected a whole number`);
      }
      return Number(count);
    };
  }
}
