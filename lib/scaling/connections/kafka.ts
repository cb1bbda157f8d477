import { ConnectionOptions } from './connection-options';
import { KafkaAuthentication } from './kafka-authentication';
import { SecretKey } from '../secret-key';

/** Where a Kafka broker listens. */
export interface KafkaBroker {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default 9092
   */
  readonly port?: number;
}

/** Options of `Connection.kafka`. */
export interface KafkaConnectionOptions extends ConnectionOptions {
  /** Brokers to ask for all others, at least one: the name of a bootstrap Service will do. */
  readonly brokers: KafkaBroker[];

  /**
   * How the scaler proves itself.
   *
   * @default - not at all
   */
  readonly authentication?: KafkaAuthentication;

  /**
   * Speak TLS and verify the brokers.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * PEM bundle that signed the brokers' certificates.
   *
   * @default - the system roots
   */
  readonly ca?: SecretKey;
}
