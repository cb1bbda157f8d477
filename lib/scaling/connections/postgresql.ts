import { SqlDatabaseOptions } from './sql-database';

/** Options of `Connection.postgresql`. */
export interface PostgresqlConnectionOptions extends SqlDatabaseOptions {
  /**
   * Port, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;
}
