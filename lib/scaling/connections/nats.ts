import { ConnectionOptions } from './connection-options';
import { NatsAuthentication } from './nats-authentication';
import { SecretKey } from '../secret-key';

/** Options of `Connection.nats`. */
export interface NatsConnectionOptions extends ConnectionOptions {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. Of several servers of a NATS cluster, any. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default 4222
   */
  readonly port?: number;

  /**
   * How the scaler proves itself.
   *
   * @default - not at all
   */
  readonly authentication?: NatsAuthentication;

  /**
   * Speak TLS and verify the server.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * PEM bundle that signed the server's certificate.
   *
   * @default - the system roots
   */
  readonly ca?: SecretKey;
}
