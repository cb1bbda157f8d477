import { RedisAccessConfig, redisAccess, RedisAddressConfig, redisAddress } from './redis-access';
import { Fields, listOf, object, optional, text, whole } from '../fields';

/** The Redis server that Sentinels say is the primary. */
export interface RedisSentinelConnectionConfig extends RedisAccessConfig {
  readonly type: 'redis-sentinel';
  /** The Sentinels, at least one, in the order in which they are asked. */
  readonly sentinels: readonly RedisAddressConfig[];
  /** Name by which the Sentinels know the primary. */
  readonly primary: string;
  /** ACL user of the Sentinels; their default user if absent. */
  readonly sentinelUsername?: string;
  /** File that holds the password of the Sentinels; no authentication if absent. */
  readonly sentinelPasswordFile?: string;
  /** Database number, 0 or more. */
  readonly database: number;
}

export const redisSentinel: Fields<Omit<RedisSentinelConnectionConfig, 'type'>> = {
  sentinels: listOf(object(redisAddress)),
  primary: text,
  sentinelUsername: optional(text),
  sentinelPasswordFile: optional(text),
  database: whole(0),
  ...redisAccess,
};
