import { sqlDatabase, SqlDatabaseConfig } from './sql-database';
import { Fields } from '../fields';

/** A database of a MySQL or MariaDB server. */
export interface MysqlConnectionConfig extends SqlDatabaseConfig {
  readonly type: 'mysql';
}

export const mysql: Fields<Omit<MysqlConnectionConfig, 'type'>> = sqlDatabase;
