import { SourceKind } from './source-kind';
import { sqlQuery, SqlQueryMetadata } from './sql-query';

/** The one row of a declared query of MySQL or MariaDB. */
export interface MysqlQuerySourceMetadata extends SqlQueryMetadata {
  readonly type: 'mysql-query';
}

export const mysqlQuery: SourceKind<MysqlQuerySourceMetadata> = {
  connection: 'mysql',
  fields: sqlQuery,
};
