import { PostgresqlNotifications } from './postgresql-notifications';
import { SqlQuerySource } from './sql-query';
import { PostgresqlConnection } from '../../connections/postgresql-connection';

/** Notifications that come within this time are one change. */
const SETTLE_MS = 20;

/** A query of PostgreSQL, which is notified of jobs where it has a channel. */
export class PostgresqlQuerySource extends SqlQuerySource {
  /** @throws ContractError if the connection has no query of the name */
  public constructor(
    connection: PostgresqlConnection,
    query: string,
    private readonly notifications: PostgresqlNotifications,
    private readonly channel: string | undefined,
  ) {
    super(connection, query, channel === undefined ? undefined : `query ${query}, channel ${channel}`);
  }

  public watch(onChange: () => void): () => void {
    if (this.channel === undefined) {
      return () => undefined;
    }
    let settling: NodeJS.Timeout | undefined;
    const end = this.notifications.watch(this.channel, () => {
      settling ??= setTimeout(() => {
        settling = undefined;
        onChange();
      }, SETTLE_MS);
    });
    return () => {
      clearTimeout(settling);
      end();
    };
  }
}
