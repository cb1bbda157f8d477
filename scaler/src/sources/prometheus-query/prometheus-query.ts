import { PrometheusQuerySourceMetadata } from '../../../../lib/contract';
import { PrometheusConnection } from '../../connections/prometheus-connection';
import { Reading, Source } from '../source';

/** The values of one or two PromQL queries. */
export class PrometheusQuerySource implements Source {
  public readonly description: string;

  public constructor(
    private readonly connection: PrometheusConnection,
    private readonly metadata: Pick<PrometheusQuerySourceMetadata, 'query' | 'inFlightQuery' | 'onEmpty'>,
  ) {
    const { query, inFlightQuery } = metadata;
    this.description = `${connection.description}: query ${query}${inFlightQuery === undefined ? '' : ` and ${inFlightQuery}`}`;
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const { query, inFlightQuery } = this.metadata;
    // One after the other: a job that is taken in between is counted twice, rather than not at all.
    const waiting = await this.valueOf(query, signal);
    return inFlightQuery === undefined ? { waiting } : { waiting, inFlight: await this.valueOf(inFlightQuery, signal) };
  }

  private async valueOf(query: string, signal: AbortSignal): Promise<number> {
    const samples = await this.connection.query(query, signal);
    if (samples.length === 0 && this.metadata.onEmpty === 'zero') {
      return 0;
    }
    if (samples.length !== 1) {
      const fix = samples.length === 0
        ? 'correct its names, check that the metric is collected, or set onEmpty: OnEmpty.ZERO where nothing means no job'
        : 'aggregate them, for example with sum(...)';
      throw new Error(`${this.connection.description}: query ${query}: gave ${samples.length} samples; expected exactly one; ${fix}`);
    }
    return samples[0].value;
  }
}
