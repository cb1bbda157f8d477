import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import type { Cluster, Redis, RedisOptions } from 'ioredis';
import { ioredis } from './redis-library';
import { timeoutOf } from './time-limit';
import { RedisAccessConfig, RedisClusterConnectionConfig, RedisConnectionConfig, RedisSentinelConnectionConfig } from '../../../lib/contract';

/** A server, the one of several that Sentinels say is the primary, or a cluster. */
export type RedisConfig = RedisConnectionConfig | RedisSentinelConnectionConfig | RedisClusterConnectionConfig;

/** What commands are given to. */
export type RedisClient = Redis | Cluster;

/** The longest wait between two attempts to reach a server that is away, so that its return is noticed soon. */
export const LONGEST_RETRY_MS = 500;

/** How long a Sentinel may take, so that there is time for the next one. */
const SENTINEL_TIMEOUT_MS = 300;

/** How often a cluster is asked who has which keys; a command that finds nobody is tried again meanwhile. */
const SLOTS_REFRESH_MS = 1000;

/** How often a cluster is asked once more, 100 ms apart, while one of its nodes is replaced. */
const REDIRECTIONS = 8;

/** A client of one server, which may be any that Sentinels name. */
export function serverClient(config: RedisConnectionConfig | RedisSentinelConnectionConfig, more: RedisOptions): Redis {
  const client: Redis = new (ioredis().Redis)({
    ...accessOptions(config),
    ...(config.type === 'redis' ? serverOptions(config) : sentinelOptions(config)),
    db: config.database,
    lazyConnect: true,
    retryStrategy: (attempt) => {
      try {
        client.options.password = secret(config.passwordFile); // it may have been exchanged, and the file with it
      } catch {
        // A file that is away for a moment leaves the password that was.
      }
      return Math.min(50 * attempt, LONGEST_RETRY_MS);
    },
    // A command is never kept for a server that is away: what cannot be read now is an error now.
    enableOfflineQueue: false,
    ...more,
  });
  return client;
}

/** A client of a cluster. It ends when no node is left, or a node no longer takes the password. */
export function clusterClient(config: RedisClusterConnectionConfig, { enableAutoPipelining, ...more }: RedisOptions): Cluster {
  const access = accessOptions(config);
  const client = new (ioredis().Cluster)([...config.nodes], {
    redisOptions: { ...access, ...more },
    enableAutoPipelining,
    lazyConnect: true,
    clusterRetryStrategy: null,
    enableOfflineQueue: false,
    maxRedirections: REDIRECTIONS,
    slotsRefreshTimeout: timeoutOf(config),
    slotsRefreshInterval: SLOTS_REFRESH_MS,
    dnsLookup: (host, found) => found(null, host), // certificates are for names
  });
  client.on('node error', () => {
    try {
      if (secret(config.passwordFile) !== access.password) {
        client.disconnect();
      }
    } catch {
      // A file that is away for a moment leaves the password that was.
    }
  });
  return client;
}

function serverOptions(config: RedisConnectionConfig): RedisOptions {
  return { host: config.host, port: config.port, tls: tlsOptions(config, isIP(config.host) === 0 ? config.host : undefined) };
}

function sentinelOptions(config: RedisSentinelConnectionConfig): RedisOptions {
  return {
    sentinels: [...config.sentinels],
    name: config.primary,
    sentinelUsername: config.sentinelUsername,
    sentinelPassword: secret(config.sentinelPasswordFile),
    sentinelCommandTimeout: SENTINEL_TIMEOUT_MS,
    sentinelRetryStrategy: () => null,
    updateSentinels: false, // none but those that are declared
    sentinelTLS: tlsOptions(config),
    enableTLSForSentinelMode: config.tls,
  };
}

function accessOptions(config: RedisAccessConfig): RedisOptions {
  return {
    username: config.username,
    password: secret(config.passwordFile),
    connectTimeout: timeoutOf(config),
    autoResendUnfulfilledCommands: false,
    disconnectTimeout: 200,
    maxRetriesPerRequest: 0,
    tls: tlsOptions(config),
  };
}

function tlsOptions({ tls, caFile }: RedisAccessConfig, servername?: string): ConnectionOptions | undefined {
  return tls ? { ca: caFile === undefined ? undefined : readFileSync(caFile, 'utf8'), servername } : undefined;
}

function secret(file: string | undefined): string | undefined {
  return file === undefined ? undefined : readFileSync(file, 'utf8').trimEnd();
}
