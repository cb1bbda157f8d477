import { SourceKind } from './source-kind';
import { flag, text } from '../fields';

/** The messages of an Amazon SQS queue: those that wait, and those that are received and not deleted. */
export interface SqsSourceMetadata {
  readonly type: 'sqs';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of the queue; that of a FIFO queue ends in `.fifo`. */
  readonly queue: string;
  /** Whether messages that are delayed count as waiting. */
  readonly includeDelayed: boolean;
}

export const sqs: SourceKind<SqsSourceMetadata> = {
  connection: 'sqs',
  fields: { connection: text, queue: text, includeDelayed: flag },
};
