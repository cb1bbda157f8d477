import { HttpServerConfig, httpServer } from './http-server';
import { Fields } from '../fields';

/** A server that answers JSON over HTTP. */
export interface HttpConnectionConfig extends HttpServerConfig {
  readonly type: 'http';
}

export const http: Fields<Omit<HttpConnectionConfig, 'type'>> = httpServer;
