import { SqlQuerySource } from './sql-query';
import { MysqlQuerySourceMetadata, PostgresqlQuerySourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

type Metadata = MysqlQuerySourceMetadata | PostgresqlQuerySourceMetadata;

/** Declared queries of the databases of one type of SQL server. */
export class SqlQuerySources implements SourceKind<Metadata> {
  public constructor(private readonly type: 'mysql' | 'postgresql', private readonly connections: Connections) {}

  public source({ connection, query }: Metadata): SqlQuerySource {
    return new SqlQuerySource(this.connections.get(this.type, connection), query);
  }

  public close(): void {
    // The connections are closed by who opened them.
  }
}
