import { samplesIn } from './exposition';
import { OnEmptyMetadata } from '../../../../lib/contract';
import { ModelServersConnection } from '../../connections/model-servers-connection';
import { Reading, Source } from '../source';

/** Which of a pod's series are of the model, by their labels. */
export type ModelLabels = { readonly [label: string]: string | undefined };

/** What is read of one pod. */
export interface PodSeries {
  /** The pod's address. */
  readonly pod: string;

  /**
   * The sum of a metric's series of the model.
   *
   * @throws Error if there is none
   */
  sum(metric: string): number;
}

/** What a pod's metrics tell of its work. */
export type Measure = (series: PodSeries) => Reading;

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

  public async read(signal: AbortSignal): Promise<Reading> {
    const pods = await this.connection.scrape(signal);
    if (pods.length === 0 && this.onEmpty === 'error') {
      throw new Error(`${this.description}: no pod has an address; check that the pods run and are ready, and that the host of the connection is their headless Service`);
    }
    this.forget(new Set(pods.map(({ pod }) => pod)));
    const total = { waiting: 0, inFlight: 0 };
    for (const { pod, text } of pods) {
      const { waiting, inFlight } = this.measured(pod, text);
      total.waiting += waiting;
      total.inFlight += inFlight;
    }
    return total;
  }

  private measured(pod: string, text: string): Reading {
    const labels = Object.entries(this.labels).filter(([, value]) => value !== undefined);
    try {
      return this.measure({
        pod,
        sum: (metric) => {
          const series = samplesIn(text, metric).filter((sample) => labels.every(([label, value]) => sample.labels[label] === value));
          if (series.length === 0) {
            throw new Error(`exports no ${metric} of the model; check the names of the metric source, and what the pod serves`);
          }
          return series.reduce((sum, { value }) => sum + value, 0);
        },
      });
    } catch (error) {
      throw new Error(`${this.description}: pod ${pod} ${(error as Error).message}`);
    }
  }
}
