import { HttpServerConfig, httpServer } from './http-server';
import { Fields, text } from '../fields';

/** A virtual host of a RabbitMQ server, read through its management API. */
export interface RabbitmqConnectionConfig extends HttpServerConfig {
  readonly type: 'rabbitmq';
  /** The virtual host whose queues are read. */
  readonly virtualHost: string;
}

export const rabbitmq: Fields<Omit<RabbitmqConnectionConfig, 'type'>> = { ...httpServer, virtualHost: text };
