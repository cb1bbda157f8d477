import { MODEL_SERVER_CONNECTIONS, requireSelectable } from './model-servers';
import { atZeroOf, onEmpty, OnEmptyMetadata } from './on-empty';
import { SourceKind } from './source-kind';
import { flag, matching, optional, text } from '../fields';

/** The requests that Triton servers have, by the metrics of their pods. */
export interface TritonSourceMetadata {
  readonly type: 'triton';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** The label `model`. */
  readonly model: string;
  /** The label `version`; any if absent. */
  readonly version?: string;
  /** The label `namespace`, which Prometheus adds; any if absent. */
  readonly namespace?: string;
  /** What is averaged is averaged over this, as PromQL writes it: `60s`. */
  readonly window: string;
  /** Whether the requests waiting are averaged too, by the time that they spend in the queue; those of the moment if absent. */
  readonly averageQueue?: boolean;
  /** What it means that no server is found. */
  readonly onEmpty: OnEmptyMetadata;
}

export const triton: SourceKind<TritonSourceMetadata> = {
  connection: MODEL_SERVER_CONNECTIONS,
  check: requireSelectable,
  fields: {
    connection: text,
    model: text,
    version: optional(text),
    namespace: optional(text),
    window: matching(/^[1-9]\d*s$/, 'whole seconds of at least 1, such as "60s"'),
    averageQueue: optional(flag),
    onEmpty,
  },
  atZero: atZeroOf,
};
