import { OnEmptyMetadata } from '../../../../lib/contract';
import { PrometheusConnection } from '../../connections/prometheus-connection';
import { Reading, Source } from '../source';

/** What is asked of Prometheus about a kind of model server; each gives one total, or nothing. */
export interface ModelServerQueries {
  readonly waiting: string;
  readonly inFlight: string;
  /** Gives something wherever a pod is scraped, for totals that take several scrapes to be there. */
  readonly there?: string;
}

/** The requests that model servers have, by the metrics that Prometheus has scraped from their pods. */
export class QueriedModelServers implements Source {
  public readonly description: string;
  private readonly query: string;

  /** @param name the servers, for error messages */
  public constructor(
    private readonly connection: PrometheusConnection, name: string,
    queries: ModelServerQueries, private readonly onEmpty: OnEmptyMetadata,
  ) {
    this.description = `${connection.description}: ${name}`;
    // In one query, so that all are of one moment.
    this.query = Object.entries(queries).map(([part, query]) => named(part as keyof ModelServerQueries, query)).join(' or ');
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const samples = await this.connection.query(this.query, signal);
    if (samples.length === 0 && this.onEmpty === 'zero') {
      return { waiting: 0, inFlight: 0 };
    }
    const valueOf = (part: keyof Reading): number => {
      const sample = samples.find(({ labels }) => labels[PART] === part);
      if (sample === undefined) {
        const found = samples.length === 0 ? 'no pod that exports its metrics' : `nothing that tells ${part}, though other metrics of it`;
        throw new Error(`${this.description}: Prometheus has ${found}; check that the pods run and are scraped, and the names of the metric source (${this.query})`);
      }
      return sample.value;
    };
    return { waiting: valueOf('waiting'), inFlight: valueOf('inFlight') };
  }
}

/** The label that tells the totals apart. */
const PART = 'jobs';

function named(part: keyof ModelServerQueries, query: string): string {
  return `label_replace(${query}, "${PART}", "${part}", "", "")`;
}

/** A selector of series by their labels; those without a value are left out. */
export function selector(labels: { readonly [name: string]: string | undefined }): string {
  const matchers = Object.entries(labels).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${JSON.stringify(value)}`]));
  return `{${matchers.join(',')}}`;
}
