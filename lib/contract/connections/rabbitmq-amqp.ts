import { timeLimit, TimeLimitConfig } from './time-limit';
import { Fields, flag, host, optional, text, whole } from '../fields';

/** A virtual host of a RabbitMQ server, asked over AMQP, which tells nothing of jobs in flight. */
export interface RabbitmqAmqpConnectionConfig extends TimeLimitConfig {
  readonly type: 'rabbitmq-amqp';
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** The virtual host whose queues are read. */
  readonly virtualHost: string;
  /** Whom the scaler logs in as. */
  readonly username: string;
  /** File that holds the password. */
  readonly passwordFile: string;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
}

export const rabbitmqAmqp: Fields<Omit<RabbitmqAmqpConnectionConfig, 'type'>> = {
  host,
  port: whole(1, 65535),
  virtualHost: text,
  username: text,
  passwordFile: text,
  tls: flag,
  caFile: optional(text),
  ...timeLimit,
};
