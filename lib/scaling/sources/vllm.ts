import { OnEmpty } from './on-empty';

/** Options of `MetricSource.vllm`. */
export interface VllmOptions {
  /** Name of a `Connection.modelServers` of the scaler, to the pods themselves, or of a `Connection.prometheus`, whose server scrapes them. */
  readonly connection: string;

  /** The model, as the label `model_name` has it: vLLM's `--served-model-name`, else its `--model`. */
  readonly modelName: string;

  /**
   * The namespace of the pods, as the label `namespace` has it, which Prometheus adds when it scrapes. Only over a `Connection.prometheus`.
   *
   * @default - any: also the pods of another namespace that serve a model of this name
   */
  readonly namespace?: string;

  /**
   * What it means that no pod exports the metrics. While the first one loads its model, none does.
   *
   * @default OnEmpty.ERROR
   */
  readonly onEmpty?: OnEmpty;
}
