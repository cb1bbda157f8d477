import { ConnectionOptions } from './connection-options';
import { SecretKey } from '../secret-key';

/** Options of `Connection.rabbitmqAmqp`. */
export interface RabbitmqAmqpConnectionOptions extends ConnectionOptions {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default - 5672, and 5671 with TLS
   */
  readonly port?: number;

  /**
   * The virtual host whose queues are read.
   *
   * @default '/'
   */
  readonly virtualHost?: string;

  /** Whom the scaler logs in as. It needs the permission `read` on the queues, and no more. */
  readonly username: string;

  /** The password; the key `password` of its Secret unless it says otherwise. No trigger carries it. */
  readonly password: SecretKey;

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
