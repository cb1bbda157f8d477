import { HttpServerConfig, httpServer } from './http-server';
import { Fields } from '../fields';

/** A server that answers Prometheus' HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics. */
export interface PrometheusConnectionConfig extends HttpServerConfig {
  readonly type: 'prometheus';
}

export const prometheus: Fields<Omit<PrometheusConnectionConfig, 'type'>> = httpServer;
