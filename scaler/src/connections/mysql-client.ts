import { isIP } from 'node:net';
import type { ConnectionOptions, FieldPacket } from 'mysql2/promise';
import { authorities, password, SqlClient } from './sql-client';
import { timeoutOf } from './time-limit';
import { SqlDatabaseConfig } from '../../../lib/contract';

/** Numbers of the errors that MariaDB and MySQL answer with when a query has taken its time. */
const TIMED_OUT: readonly (number | undefined)[] = [1969, 3024];

/** MariaDB has seconds and a name of its own for what MySQL has milliseconds for. Each runs the comment that is for it and skips the other. */
const giveUpAfter = (ms: number): string => `SET SESSION /*M!100101 max_statement_time = ${ms / 1000} */ /*!50708 max_execution_time = ${ms} */`;

function connectionOptions(config: SqlDatabaseConfig): ConnectionOptions {
  if (config.tls && isIP(config.host) !== 0) { // the library would hold the certificate against "localhost"
    throw new Error('a host name is needed with TLS, which an address cannot be verified by');
  }
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.username,
    password: password(config),
    ssl: config.tls ? { ca: authorities(config), verifyIdentity: true } : undefined,
    connectAttributes: { program_name: 'gpu-autoscaler' },
    connectTimeout: timeoutOf(config),
    supportBigNumbers: true,
    rowsAsArray: true,
    disableEval: true,
  };
}

/** MySQL and MariaDB. */
export const mysqlClient: SqlClient = {
  scheme: 'mysql',
  connect: async (config, lost) => {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { createConnection } = require('mysql2/promise') as typeof import('mysql2/promise');
    const connection = await createConnection(connectionOptions(config));
    connection.on('error', lost);
    const end = () => connection.destroy();
    try {
      await connection.query('SET SESSION TRANSACTION READ ONLY');
      await connection.query(giveUpAfter(timeoutOf(config)));
    } catch (error) {
      end();
      throw error;
    }
    return {
      rows: async (sql) => {
        const [rows, fields] = await connection.query(sql) as [unknown, FieldPacket[] | undefined];
        // What gives no rows, as DO does, has an object that says so.
        return { columns: (fields ?? []).map(({ name }) => name), rows: Array.isArray(rows) ? rows : [] };
      },
      end,
    };
  },
  isAnswer: ({ sqlState }) => sqlState !== undefined,
  isOverdue: ({ code, errno }) => code === 'ETIMEDOUT' || TIMED_OUT.includes(errno),
};
