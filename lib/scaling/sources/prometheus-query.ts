import { OnEmpty } from './on-empty';

/** Options of `MetricSource.prometheusQuery`. */
export interface PrometheusQueryOptions {
  /** Name of a `Connection.prometheus` of the scaler. */
  readonly connection: string;

  /**
   * PromQL that gives the jobs waiting; without `inFlightQuery`, it has to count those in flight too.
   *
   * One value, a total over all pods, never an average, a ratio or a quantile: KEDA divides it by `jobsPerReplica`.
   */
  readonly query: string;

  /**
   * PromQL that gives the jobs in flight. It is asked after `query`, so that a job that is taken meanwhile is counted twice rather than not at all.
   *
   * @default - none: `query` counts them
   */
  readonly inFlightQuery?: string;

  /**
   * What an empty answer means, of either query. `OnEmpty.ZERO` also reads 0 from a misspelt name and from metrics that are no longer
   * collected: workers end while jobs run.
   *
   * @default OnEmpty.ERROR
   */
  readonly onEmpty?: OnEmpty;
}
