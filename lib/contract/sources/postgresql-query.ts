import { SourceKind } from './source-kind';
import { sqlQuery, SqlQueryMetadata } from './sql-query';

/** The one row of a declared query of PostgreSQL. */
export interface PostgresqlQuerySourceMetadata extends SqlQueryMetadata {
  readonly type: 'postgresql-query';
}

export const postgresqlQuery: SourceKind<PostgresqlQuerySourceMetadata> = {
  connection: 'postgresql',
  fields: sqlQuery,
};
