import { atZeroOf, onEmpty, OnEmptyMetadata } from './on-empty';
import { SourceKind } from './source-kind';
import { optional, text } from '../fields';

/** The requests that vLLM servers have, as Prometheus scraped them. */
export interface VllmSourceMetadata {
  readonly type: 'vllm';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** The label `model_name`. */
  readonly modelName: string;
  /** The label `namespace`; any if absent. */
  readonly namespace?: string;
  /** What it means that no server is found. */
  readonly onEmpty: OnEmptyMetadata;
}

export const vllm: SourceKind<VllmSourceMetadata> = {
  connection: 'prometheus',
  fields: { connection: text, modelName: text, namespace: optional(text), onEmpty },
  atZero: atZeroOf,
};
