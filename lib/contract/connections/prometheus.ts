import { HttpServerConfig, httpServer } from './http-server';
import { refusal } from '../contract-error';
import { baseUrl, Field, Fields } from '../fields';

/** A server that answers Prometheus' HTTP API: Prometheus, Thanos, Mimir, VictoriaMetrics. */
export interface PrometheusConnectionConfig extends HttpServerConfig {
  readonly type: 'prometheus';
}

/** What is added to the base URL. */
const API = '/api/v1';

const url: Field<string> = {
  isText: true,
  read: (path, value) => {
    const given = baseUrl.read(path, value);
    if (`${new URL(given).pathname}/`.includes(`${API}/`)) {
      throw refusal(path, given, `a URL without ${API}, which is added to it`, 'leave out that and what follows');
    }
    return given;
  },
};

export const prometheus: Fields<Omit<PrometheusConnectionConfig, 'type'>> = { ...httpServer, url };
