import { PostgresqlNotifications } from './postgresql-notifications';
import { PostgresqlQuerySource } from './postgresql-query';
import { PostgresqlQuerySourceMetadata } from '../../../../lib/contract';
import { Connections } from '../../connections/connections';
import { Log } from '../../log';
import { SourceKind } from '../source-kind';

/** Declared queries of PostgreSQL databases; the notifications of one database come over one session. */
export class PostgresqlQuerySources implements SourceKind<PostgresqlQuerySourceMetadata> {
  private readonly notifications = new Map<string, PostgresqlNotifications>();

  public constructor(private readonly connections: Connections, private readonly log: Log) {}

  public source({ connection: name, query, channel }: PostgresqlQuerySourceMetadata): PostgresqlQuerySource {
    const connection = this.connections.get('postgresql', name);
    const notifications = this.notifications.get(name) ?? new PostgresqlNotifications(connection, this.log);
    this.notifications.set(name, notifications);
    return new PostgresqlQuerySource(connection, query, notifications, channel);
  }

  public close(): void {
    for (const notifications of this.notifications.values()) {
      notifications.close();
    }
  }
}
