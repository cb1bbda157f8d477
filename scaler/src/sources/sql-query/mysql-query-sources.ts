import { SqlQuerySource } from './sql-query';
import { MysqlQuerySourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { SourceKind } from '../source-kind';

/** Declared queries of MySQL databases. */
export class MysqlQuerySources implements SourceKind<MysqlQuerySourceMetadata> {
  public constructor(private readonly connections: Connections) {}

  public source({ connection, query }: MysqlQuerySourceMetadata): SqlQuerySource {
    return new SqlQuerySource(this.connections.get('mysql', connection), query);
  }
}
