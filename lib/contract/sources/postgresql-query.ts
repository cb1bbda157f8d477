import { SourceKind } from './source-kind';
import { sqlQuery, SqlQueryMetadata } from './sql-query';
import { matching, optional } from '../fields';

/** The one row of a declared query of PostgreSQL. */
export interface PostgresqlQuerySourceMetadata extends SqlQueryMetadata {
  readonly type: 'postgresql-query';
  /** Channel on which the application NOTIFYs when it adds a job; the queue is looked at each second if absent. */
  readonly channel?: string;
}

const channel = matching(/^[A-Za-z_][A-Za-z0-9_$]{0,62}$/, 'a channel name: letters, digits, _ and $, not beginning with a digit, at most 63');

export const postgresqlQuery: SourceKind<PostgresqlQuerySourceMetadata> = {
  connection: 'postgresql',
  fields: { ...sqlQuery, channel: optional(channel) },
};
