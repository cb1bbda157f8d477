import type { Client } from 'pg';
import { newClient, postgresqlClient } from './postgresql-client';
import { SqlConnection } from './sql-connection';
import { timeoutOf } from './time-limit';
import { PostgresqlConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** A database of a PostgreSQL server, which can notify too. */
export class PostgresqlConnection extends SqlConnection {
  public constructor(name: string, private readonly database: PostgresqlConnectionConfig, log: Log) {
    super(postgresqlClient, name, database, log);
  }

  /** A client of its own, for notifications. It is not connected yet, and does not come back by itself. */
  public subscriber(): Client {
    return newClient(this.database, { query_timeout: timeoutOf(this.database) });
  }
}
