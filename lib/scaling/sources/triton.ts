import { Duration } from 'cdk8s';
import { OnEmpty } from './on-empty';

/** Options of `MetricSource.triton`. */
export interface TritonOptions {
  /** Name of a `Connection.modelServers` of the scaler, to the pods themselves, or of a `Connection.prometheus`, whose server scrapes them. */
  readonly connection: string;

  /** The model, as the label `model` has it. */
  readonly model: string;

  /**
   * The version of the model, as the label `version` has it.
   *
   * @default - any
   */
  readonly version?: string;

  /**
   * The namespace of the pods, as the label `namespace` has it, which Prometheus adds when it scrapes. Only over a `Connection.prometheus`.
   *
   * @default - any: also the pods of another namespace that serve a model of this name
   */
  readonly namespace?: string;

  /**
   * What the requests in flight are averaged over. Whole seconds. Over a `Connection.prometheus` at least twice the interval of its scrapes: with
   * fewer than two in it the source cannot be read.
   *
   * @default Duration.minutes(1)
   */
  readonly window?: Duration;

  /**
   * What it means that no pod exports the metrics. While the first one loads its model, none does.
   *
   * @default OnEmpty.ERROR
   */
  readonly onEmpty?: OnEmpty;
}
