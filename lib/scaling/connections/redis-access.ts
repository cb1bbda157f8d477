import { ConnectionOptions } from './connection-options';
import { SecretKey } from '../secret-key';

/** Where a Sentinel or a node of a Redis Cluster listens. */
export interface RedisAddress {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default - 26379 for a Sentinel, 6379 for a node
   */
  readonly port?: number;
}

/** How the scaler makes itself known to Redis servers, and they to it. */
export interface RedisAccessOptions extends ConnectionOptions {
  /**
   * ACL user. It needs `+info`, and no more than
   *
   * * for streams: `+xinfo +xlen +xrange +xrevrange +xread +client|id +client|unblock` on their keys;
   * * for lists: `+type +llen +hlen +zcard +scard +multi +exec` on their keys, `+scan +dbsize` if some are looked for by their beginning, and
   *   `+subscribe +unsubscribe` on the channels `&__keyspace@*` if the server sends keyspace notifications;
   * * for a cluster: `+cluster|slots +cluster|info +client|setname`.
   *
   * @default - the server's default user
   */
  readonly username?: string;

  /**
   * The password. It stays in the Secret and in the scaler's pod: no trigger carries it.
   *
   * @default - no authentication
   */
  readonly password?: SecretKey;

  /**
   * Speak TLS and verify the server.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * PEM bundle that signed the server's certificate.
   *
   * @default - the system roots
   */
  readonly ca?: SecretKey;
}
