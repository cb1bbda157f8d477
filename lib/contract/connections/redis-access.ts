import { timeLimit, TimeLimitConfig } from './time-limit';
import { Fields, flag, host, optional, text, whole } from '../fields';

/** Where a Redis server, a Sentinel or a node of a Redis Cluster listens. */
export interface RedisAddressConfig {
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** How the scaler makes itself known to Redis servers, and they to it. */
export interface RedisAccessConfig extends TimeLimitConfig {
  /** ACL user; the server's default user if absent. */
  readonly username?: string;
  /** File that holds the password; no authentication if absent. */
  readonly passwordFile?: string;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
}

export const redisAddress: Fields<RedisAddressConfig> = {
  host,
  port: whole(1, 65535),
};

export const redisAccess: Fields<RedisAccessConfig> = {
  username: optional(text),
  passwordFile: optional(text),
  tls: flag,
  caFile: optional(text),
  ...timeLimit,
};
