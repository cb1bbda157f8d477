import { ConnectionOptions } from './connection-options';
import { SecretKey } from '../secret-key';

/** What the scaler has to know of a database of an SQL server. */
export interface SqlDatabaseOptions extends ConnectionOptions {
  /**
   * Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. That of the primary: a replica counts what was, and one
   * that has fallen behind counts 0 where there are jobs.
   */
  readonly host: string;

  /** Name of the database. */
  readonly database: string;

  /** Whom the scaler logs in as. It needs SELECT on what the queries read, and no more. */
  readonly username: string;

  /**
   * The password. It stays in the Secret and in the scaler's pod: no trigger carries it.
   *
   * @default - none is sent
   */
  readonly password?: SecretKey;

  /**
   * Speak TLS and verify the server, its name too.
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

  /**
   * SQL that counts jobs, by the names that metric sources use: lower-case letters, digits and dashes. Here and not in the source, because
   * a source's metadata may come from anybody who can write a ScaledObject.
   *
   * Each gives exactly one row with the columns `waiting` and `in_flight`, or with one column, which counts both. It runs once a second for as
   * long as KEDA asks, so an index should serve it.
   */
  readonly queries: { [name: string]: string };
}
