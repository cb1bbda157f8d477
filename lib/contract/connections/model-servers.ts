import { HttpServerConfig, httpServer } from './http-server';
import { Fields } from '../fields';

/** The pods of model servers, each asked for its own metrics. The host of the URL is the name of a headless Service, which resolves to all of them. */
export interface ModelServersConnectionConfig extends HttpServerConfig {
  readonly type: 'model-servers';
}

export const modelServers: Fields<Omit<ModelServersConnectionConfig, 'type'>> = httpServer;
