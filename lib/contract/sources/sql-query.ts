import { Fields, text } from '../fields';

/** The one row of a declared SQL query. */
export interface SqlQueryMetadata {
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Name of a query of the connection. */
  readonly query: string;
}

export const sqlQuery: Fields<SqlQueryMetadata> = { connection: text, query: text };
