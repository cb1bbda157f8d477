import { SourceKind } from './source-kind';
import { refusal } from '../contract-error';
import { Field, flag, text } from '../fields';

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

/** Anything but a name names the queue with it at the end. */
const queue: Field<string> = {
  isText: true,
  read: (path, value) => {
    const given = text.read(path, value);
    if (!/^[\w-]{1,80}(\.fifo)?$/.test(given)) {
      const name = /[/:]([\w-]+(\.fifo)?)$/.exec(given)?.[1];
      throw refusal(path, given, 'the name of a queue, without its URL or ARN', name === undefined ? `correct ${path}` : `write ${JSON.stringify(name)}`);
    }
    return given;
  },
};

export const sqs: SourceKind<SqsSourceMetadata> = {
  connection: 'sqs',
  fields: { connection: text, queue, includeDelayed: flag },
};
