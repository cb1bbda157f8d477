import { RedisAccessOptions, RedisAddress } from './redis-access';

/** Options of `Connection.redisCluster`. */
export interface RedisClusterConnectionOptions extends RedisAccessOptions {
  /** Nodes to ask for all others, at least one: the name of a Service, or the configuration endpoint of a managed cluster, will do. */
  readonly nodes: RedisAddress[];
}
