import { timeLimit, TimeLimitConfig } from './time-limit';
import { Fields, flag, host, listOf, object, optional, text, typed, whole } from '../fields';

/** How the scaler proves itself to the brokers, by SASL. */
export type KafkaAuthenticationConfig =
  | { readonly type: 'plain'; readonly username: string; /** File that holds the password. */ readonly passwordFile: string }
  | { readonly type: 'scram-sha-256'; readonly username: string; /** File that holds the password. */ readonly passwordFile: string }
  | { readonly type: 'scram-sha-512'; readonly username: string; /** File that holds the password. */ readonly passwordFile: string };

/** Where a broker listens. */
export interface KafkaBrokerConfig {
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
}

/** A Kafka cluster. */
export interface KafkaConnectionConfig extends TimeLimitConfig {
  readonly type: 'kafka';
  /** Brokers to ask for all others, at least one. */
  readonly brokers: readonly KafkaBrokerConfig[];
  /** None if absent. */
  readonly authentication?: KafkaAuthenticationConfig;
  /** Speak TLS, verifying the brokers against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the brokers' certificates. */
  readonly caFile?: string;
}

const password = { username: text, passwordFile: text };

export const kafkaConnection: Fields<Omit<KafkaConnectionConfig, 'type'>> = {
  brokers: listOf(object<KafkaBrokerConfig>({ host, port: whole(1, 65535) })),
  authentication: optional(typed<KafkaAuthenticationConfig>({
    'plain': password,
    'scram-sha-256': password,
    'scram-sha-512': password,
  }, 'use a KafkaAuthentication factory of the library')),
  tls: flag,
  caFile: optional(text),
  ...timeLimit,
};
