import type { Client, ClientConfig, QueryArrayConfig } from 'pg';
import { authorities, password, SqlClient } from './sql-client';
import { timeoutOf } from './time-limit';
import { SqlDatabaseConfig } from '../../../lib/contract';

/** SQLSTATE of what the statement timeout has canceled. */
const QUERY_CANCELED = '57014';

function clientConfig(config: SqlDatabaseConfig): ClientConfig {
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.username,
    password: password(config),
    ssl: config.tls ? { ca: authorities(config) } : false,
    application_name: 'gpu-autoscaler',
    connectionTimeoutMillis: timeoutOf(config),
    options: `-c default_transaction_read_only=on -c statement_timeout=${timeoutOf(config)}`,
  };
}

/** A client that is not connected yet. The library is loaded with the first, so that who uses no PostgreSQL does not wait for it. */
export function newClient(config: SqlDatabaseConfig, more: ClientConfig = {}): Client {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
  const pg = require('pg') as typeof import('pg');
  return new pg.Client({ ...clientConfig(config), ...more });
}

/** PostgreSQL. */
export const postgresqlClient: SqlClient = {
  scheme: 'postgresql',
  connect: async (config, lost) => {
    const client = newClient(config);
    client.on('error', lost);
    await client.connect();
    return {
      rows: async (sql) => {
        // The extended protocol takes one statement only, so a query cannot end the transaction that it runs in.
        const query: QueryArrayConfig & { queryMode: 'extended' } = { text: sql, rowMode: 'array', queryMode: 'extended' };
        const { fields, rows } = await client.query(query);
        return { columns: fields.map(({ name }) => name), rows };
      },
      end: () => void client.end().catch(() => undefined),
    };
  },
  isAnswer: ({ code }) => code !== undefined && /^[0-9A-Z]{5}$/.test(code),
  isOverdue: ({ code, message }) => code === QUERY_CANCELED || /timeout/.test(message),
};
