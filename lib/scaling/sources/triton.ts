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
   * Scale on the time that requests spend in the queue, in place of how many are in it at the moment of a reading: what waits is then the average
   * number in the queue over `window`, which is how fast `nv_inference_queue_duration_us` grows. It is a number of requests and no time, because
   * KEDA divides a total by `jobsPerReplica`; an average time for each request would not grow with the replicas that are needed.
   *
   * To hold a ratio of queue time to compute time, use it in `MetricSource.pendingToRunning(source, ratio)`: as many requests pass the one as the
   * other, so that the numbers are in the ratio of the times. Two seconds in the queue for each request of half a second are a ratio of 4.
   *
   * A request counts when it leaves the queue: a server that no longer takes any out of it shows none waiting.
   *
   * @default false
   */
  readonly averageQueue?: boolean;

  /**
   * What the requests in flight, and with `averageQueue` those waiting, are averaged over. Whole seconds. Over a `Connection.prometheus` at least twice the interval of its scrapes: with
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
