/** What every source in Redis can be read over. */
export const REDIS_CONNECTIONS = ['redis', 'redis-cluster', 'redis-sentinel'] as const;
