import { RedisAccessOptions } from './redis-access';

/** Options of `Connection.redis`. */
export interface RedisConnectionOptions extends RedisAccessOptions {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default 6379
   */
  readonly port?: number;

  /**
   * Database number, 0 or more.
   *
   * @default 0
   */
  readonly database?: number;
}
