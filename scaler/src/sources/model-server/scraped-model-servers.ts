import { OnEmptyMetadata } from '../../../../lib/contract';
import { ModelServersConnection, PodMetrics } from '../../connections/model-servers-connection';
import { Reading, Source } from '../source';

/** Which of a pod's series are of the model, by their labels. */
export type ModelLabels = { readonly [label: string]: string | undefined };

/** What is read of one pod. */
export interface PodSeries {
  /** The pod's address. */
  readonly pod: string;
  /** When it answered, in milliseconds of `performance.now()`. */
  readonly at: number;

  /**
   * The sum of a metric's series of the model.
   *
   * @throws Error if there is none, or one is not a finite number
   */
  sum(metric: string): number;
}

/** What a pod's metrics tell of its work. */
export interface Measure {
  /** The metrics that it is told by. */
  readonly metrics: readonly string[];
  readonly readingOf: (series: PodSeries) => Required<Reading>;
}

/** The requests that model servers have, by the metrics that each pod is asked for itself. */
export class ScrapedModelServers implements Source {
  public readonly description: string;

  /**
   * @param name the servers, for error messages
   * @param forget called with the pods that are there
   */
  public constructor(
    private readonly connection: ModelServersConnection, name: string, private readonly labels: ModelLabels, private readonly measure: Measure,
    private readonly onEmpty: OnEmptyMetadata, private readonly forget: (pods: ReadonlySet<string>) => void = () => undefined,
  ) {
    this.description = `${connection.description}: ${name}`;
  }

  public async read(): Promise<Reading> {
    const pods = await this.connection.scrape(this.measure.metrics);
    if (pods.length === 0 && this.onEmpty === 'error') {
      throw new Error(`${this.description}: no pod has an address; check that the pods run and are ready, and that the host of the connection is their headless Service`);
    }
    this.forget(new Set(pods.map(({ pod }) => pod)));
    const total = { waiting: 0, inFlight: 0 };
    for (const pod of pods) {
      const { waiting, inFlight } = this.measured(pod);
      total.waiting += waiting;
      total.inFlight += inFlight;
    }
    return total;
  }

  private measured({ pod, at, exported }: PodMetrics): Required<Reading> {
    const labels = Object.entries(this.labels).filter(([, value]) => value !== undefined);
    const sum = (metric: string) => {
      const series = (exported.get(metric) ?? []).filter((sample) => labels.every(([label, value]) => sample.labels[label] === value));
      if (series.length === 0) {
        throw new Error(`exports no ${metric} of the model; check the names of the metric source, and what the pod serves`);
      }
      return series.reduce((total, { value }) => total + finite(metric, value), 0);
    };
    try {
      return this.measure.readingOf({ pod, at, sum });
    } catch (error) {
      throw new Error(`${this.description}: pod ${pod} ${(error as Error).message}`);
    }
  }
}

function finite(metric: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    throw new Error(`exports ${metric} as ${text}; expected a finite number`);
  }
  return value;
}
