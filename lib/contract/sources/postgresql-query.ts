import { SourceKind } from './source-kind';
import { text } from '../fields';

/** The one row of a declared SQL query. */
export interface PostgresqlQuerySourceMetadata {
  readonly type: 'postgresql-query';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of a query of the connection. */
  readonly query: string;
}

export const postgresqlQuery: SourceKind<PostgresqlQuerySourceMetadata> = {
  connection: 'postgresql',
  fields: { connection: text, query: text },
};
