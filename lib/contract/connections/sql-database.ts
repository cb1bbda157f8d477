import { timeLimit, TimeLimitConfig } from './time-limit';
import { Fields, flag, host, mapOf, matching, optional, text, whole } from '../fields';

/** What every connection to a database of an SQL server has. */
export interface SqlDatabaseConfig extends TimeLimitConfig {
  /** Host name or address, full enough to resolve from the scaler's namespace. */
  readonly host: string;
  /** 1 to 65535. */
  readonly port: number;
  /** Name of the database. */
  readonly database: string;
  /** Whom the scaler logs in as. */
  readonly username: string;
  /** File that holds the password; none is sent if absent. */
  readonly passwordFile?: string;
  /** Speak TLS, verifying the server against `caFile` or the system roots. */
  readonly tls: boolean;
  /** PEM bundle that signed the server's certificate. */
  readonly caFile?: string;
  /** SQL by the names that metadata uses: metadata may come from anybody who can write a ScaledObject, so it carries none. */
  readonly queries: { readonly [name: string]: string };
}

export const sqlDatabase: Fields<SqlDatabaseConfig> = {
  host,
  port: whole(1, 65535),
  database: text,
  username: text,
  passwordFile: optional(text),
  tls: flag,
  caFile: optional(text),
  queries: mapOf(matching(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'names of lower-case letters, digits and dashes'), text),
  ...timeLimit,
};
