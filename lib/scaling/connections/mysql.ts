import { SqlDatabaseOptions } from './sql-database';

/** Options of `Connection.mysql`. */
export interface MysqlConnectionOptions extends SqlDatabaseOptions {
  /**
   * Port, 1 to 65535.
   *
   * @default 3306
   */
  readonly port?: number;
}
