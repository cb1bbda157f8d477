import { RedisAccessOptions, RedisAddress } from './redis-access';
import { SecretKey } from '../secret-key';

/** Options of `Connection.redisSentinel`. TLS, if spoken, is spoken with the Sentinels too. */
export interface RedisSentinelConnectionOptions extends RedisAccessOptions {
  /** The Sentinels, at least one. They are asked in this order until one knows the primary; the name of a Service that all are behind will do. */
  readonly sentinels: RedisAddress[];

  /** Name by which the Sentinels know the primary: the `mymaster` of `sentinel monitor`. */
  readonly primary: string;

  /**
   * ACL user of the Sentinels. It needs `+sentinel|get-master-addr-by-name +subscribe` and the channel `&+switch-master`.
   *
   * @default - their default user
   */
  readonly sentinelUsername?: string;

  /**
   * The password of the Sentinels; the key `sentinel-password` of its Secret unless it says otherwise.
   *
   * @default - no authentication
   */
  readonly sentinelPassword?: SecretKey;

  /**
   * Database number, 0 or more.
   *
   * @default 0
   */
  readonly database?: number;
}
