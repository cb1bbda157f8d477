import { timeLimit, TimeLimitConfig } from './time-limit';
import { Fields, flag, host, optional, text, typed, whole } from '../fields';

/** How the scaler proves itself to a NATS server. */
export type NatsAuthenticationConfig =
  | { readonly type: 'credentials'; /** File as `nsc` writes it: a JWT and the seed of its key. */ readonly credentialsFile: string }
  | { readonly type: 'password'; readonly username: string; /** File that holds the password. */ readonly passwordFile: string }
  | { readonly type: 'token'; /** File that holds the token. */ readonly tokenFile: string };

/** A NATS server with JetStream. */
export interface NatsConnectionConfig extends TimeLimitConfig {
  readonly type: 'nats';
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** None if absent. */
  readonly authentication?: NatsAuthenticationConfig;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
}

export const nats: Fields<Omit<NatsConnectionConfig, 'type'>> = {
  host,
  port: whole(1, 65535),
  authentication: optional(typed<NatsAuthenticationConfig>({
    credentials: { credentialsFile: text },
    password: { username: text, passwordFile: text },
    token: { tokenFile: text },
  }, 'use a NatsAuthentication factory of the library')),
  tls: flag,
  caFile: optional(text),
  ...timeLimit,
};
