import { RedisAccessConfig, redisAccess, RedisAddressConfig, redisAddress } from './redis-access';
import { Fields, whole } from '../fields';

/** A Redis server. */
export interface RedisConnectionConfig extends RedisAddressConfig, RedisAccessConfig {
  readonly type: 'redis';
  /** Database number, 0 or more. */
  readonly database: number;
}

export const redis: Fields<Omit<RedisConnectionConfig, 'type'>> = {
  ...redisAddress,
  database: whole(0),
  ...redisAccess,
};
