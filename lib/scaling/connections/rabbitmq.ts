import { HttpConnectionOptions } from './http';

/** Options of `Connection.rabbitmq`; `url` is that of the management API, such as `http://rabbitmq.ml-platform:15672`. */
export interface RabbitmqConnectionOptions extends HttpConnectionOptions {
  /**
   * The virtual host whose queues are read. All its queues are asked at every reading: at most some thousands belong into it.
   *
   * @default '/'
   */
  readonly virtualHost?: string;
}
