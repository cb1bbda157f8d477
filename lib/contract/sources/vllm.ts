import { MODEL_SERVER_CONNECTIONS, requireSelectable } from './model-servers';
import { atZeroOf, onEmpty, OnEmptyMetadata } from './on-empty';
import { SourceKind } from './source-kind';
import { optional, text } from '../fields';

/** The requests that vLLM servers have, by the metrics of their pods. */
export interface VllmSourceMetadata {
  readonly type: 'vllm';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** The label `model_name`. */
  readonly modelName: string;
  /** The label `namespace`, which Prometheus adds; any if absent. */
  readonly namespace?: string;
  /** What it means that no server is found. */
  readonly onEmpty: OnEmptyMetadata;
}

export const vllm: SourceKind<VllmSourceMetadata> = {
  connection: MODEL_SERVER_CONNECTIONS,
  check: requireSelectable,
  fields: { connection: text, modelName: text, namespace: optional(text), onEmpty },
  atZero: atZeroOf,
};
