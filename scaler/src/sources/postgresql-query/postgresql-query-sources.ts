import { PostgresqlQuerySource } from './postgresql-query';
import { PostgresqlQuerySourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Declared queries of PostgreSQL databases. */
export class PostgresqlQuerySources implements SourceKind<PostgresqlQuerySourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, query }: PostgresqlQuerySourceMetadata): PostgresqlQuerySource {
    return new PostgresqlQuerySource(this.connections.get('postgresql', connection), query);
  }

  public close(): void {
    // The connections are closed by who opened them.
  }
}
