import { sqlDatabase, SqlDatabaseConfig } from './sql-database';
import { Fields } from '../fields';

/** A database of a PostgreSQL server. */
export interface PostgresqlConnectionConfig extends SqlDatabaseConfig {
  readonly type: 'postgresql';
}

export const postgresql: Fields<Omit<PostgresqlConnectionConfig, 'type'>> = sqlDatabase;
