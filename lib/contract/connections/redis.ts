import { Fields, flag, optional, text, whole } from '../fields';

/** A Redis server. */
export interface RedisConnectionConfig {
  readonly type: 'redis';
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Database number, 0 or more. */
  readonly database: number;
  /** ACL user; the server's default user if absent. */
  readonly username?: string;
  /** File that holds the password; no authentication if absent. */
  readonly passwordFile?: string;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
}

export const redis: Fields<Omit<RedisConnectionConfig, 'type'>> = {
  host: text,
  port: whole(1, 65535),
  database: whole(0),
  username: optional(text),
  passwordFile: optional(text),
  tls: flag,
  caFile: optional(text),
};
