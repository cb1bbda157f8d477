import { PrometheusQuerySource } from './prometheus-query';
import { PrometheusQuerySourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Queries of Prometheus servers. */
export class PrometheusQuerySources implements SourceKind<PrometheusQuerySourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source(metadata: PrometheusQuerySourceMetadata): PrometheusQuerySource {
    return new PrometheusQuerySource(this.connections.get('prometheus', metadata.connection), metadata);
  }
}
