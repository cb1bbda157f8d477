import { SourceKind } from './source-kind';
import { Field, oneOf, optional, text } from '../fields';

/** Where a worker begins in a partition that its group has no offset of. */
export type KafkaOffsetResetMetadata = 'earliest' | 'latest';

/** The messages that a consumer group has not committed, of one topic or of all that it reads. */
export interface KafkaSourceMetadata {
  readonly type: 'kafka';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Consumer group that the workers read with. */
  readonly group: string;
  /** Name of the topic; all of which the group has offsets, if absent. */
  readonly topic?: string;
  /** The workers' own `auto.offset.reset`. */
  readonly offsetReset: KafkaOffsetResetMetadata;
}

const offsetReset: Field<KafkaOffsetResetMetadata> = oneOf('earliest', 'latest');

export const kafka: SourceKind<KafkaSourceMetadata> = {
  connection: 'kafka',
  fields: { connection: text, group: text, topic: optional(text), offsetReset },
};
