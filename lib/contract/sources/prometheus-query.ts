import { onEmpty, OnEmptyMetadata } from './on-empty';
import { SourceKind } from './source-kind';
import { optional, text } from '../fields';

/** The values of PromQL queries. */
export interface PrometheusQuerySourceMetadata {
  readonly type: 'prometheus-query';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Gives the jobs waiting; without `inFlightQuery`, those in flight too. */
  readonly query: string;
  /** Gives the jobs in flight. */
  readonly inFlightQuery?: string;
  /** What an empty vector means. */
  readonly onEmpty: OnEmptyMetadata;
}

export const prometheusQuery: SourceKind<PrometheusQuerySourceMetadata> = {
  connection: 'prometheus',
  counts: ({ inFlightQuery }) => (inFlightQuery === undefined ? 'unsaid' : 'all'),
  fields: { connection: text, query: text, inFlightQuery: optional(text), onEmpty },
};
