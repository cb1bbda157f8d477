import { RedisAccessConfig, redisAccess, RedisAddressConfig, redisAddress } from './redis-access';
import { Fields, listOf, object } from '../fields';

/** A Redis Cluster. */
export interface RedisClusterConnectionConfig extends RedisAccessConfig {
  readonly type: 'redis-cluster';
  /** Nodes to ask for all others, at least one. */
  readonly nodes: readonly RedisAddressConfig[];
}

export const redisCluster: Fields<Omit<RedisClusterConnectionConfig, 'type'>> = {
  nodes: listOf(object(redisAddress)),
  ...redisAccess,
};
