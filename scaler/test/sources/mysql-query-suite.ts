import { Connection, createConnection } from 'mysql2/promise';
import { PASSWORD, testSqlQuery } from './sql-query-suite';
import { SqlServer, SqlServerTls } from '../../../test/support/sql-server';

/** What a server of MySQL's protocol is expected to do for the scaler. */
export function testMysqlQuery(startServer: (password: string, tls: SqlServerTls) => Promise<SqlServer>): void {
  testSqlQuery<Connection>({
    type: 'mysql',
    database: 'jobs',
    certified: 'localhost',
    queries: {
      sum: "SELECT COALESCE(sum(state <> 'done'), 0) AS outstanding FROM jobs",
      nothing: 'DO 1',
      date: "SELECT DATE '2026-01-02' AS outstanding",
      deletes: 'DELETE FROM jobs',
      drops: 'DROP TABLE jobs',
      // MySQL's SLEEP gives 1 when its time is up, and no error.
      slow: 'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT count(*) FROM n a, n b, n c, n d',
    },
    setup: [
      'CREATE TABLE jobs (state varchar(10) NOT NULL)',
      `CREATE USER scaler@localhost IDENTIFIED BY '${PASSWORD}'`,
      'GRANT SELECT, DELETE, DROP ON jobs.* TO scaler@localhost',
    ],
    lock: ['LOCK TABLE jobs WRITE'],
    unlock: 'UNLOCK TABLES',
    wrong: [
      ['nothing', 'gave 0 rows; expected exactly one'],
      ['date', 'as outstanding; expected a finite number of at least 0'],
      ['no-table', "Table 'jobs.job' doesn't exist; check the query of the connection"],
    ],
    writing: [
      ['deletes', 'in a READ ONLY transaction'],
      ['drops', 'in a READ ONLY transaction'],
      ['two-statements', 'You have an error in your SQL syntax'],
    ],
    connecting: [
      ['refused', "Access denied for user 'scaler'@'localhost' (using password: YES); check that it runs, that this pod may connect to it, its user, password"],
      ['unproven', "Access denied for user 'scaler'@'localhost' (using password: NO)"],
      ['absent', "Access denied for user 'scaler'@'localhost' to database 'nowhere'"],
    ],
    start: (tls) => startServer(PASSWORD, tls),
    open: async (port) => {
      const owner = await createConnection({ host: '127.0.0.1', port, database: 'jobs', user: 'owner', password: PASSWORD });
      owner.on('error', () => undefined); // tests stop servers on purpose
      return owner;
    },
    run: async (owner, sql) => (await owner.query(sql))[0] as Array<{ [column: string]: unknown }>,
    endSessions: async (owner) => {
      const [sessions] = await owner.query("SELECT id FROM information_schema.processlist WHERE user = 'scaler'");
      for (const { id } of sessions as { id: number }[]) {
        await owner.query(`KILL ${id}`);
      }
    },
  }, { addressed: { host: '127.0.0.1' }, renamed: { host: '127.1' } }, ({ keda, query, fill, problem }) => {
    test('a sum, which MySQL gives as a decimal', async () => {
      await fill(30, 17, 10);
      expect(await keda().poll(query('sum'))).toMatchObject({ value: 47, active: true });
    });

    test('with TLS an address is an error that says so: the client would hold the certificate against "localhost"', async () => {
      expect(await problem('both', 'addressed')).toContain('a host name is needed with TLS, which an address cannot be verified by');
    });

    test('a server whose certificate has another name is an error that says so', async () => {
      expect(await problem('both', 'renamed')).toMatch(/^connection renamed: .*does not match certificate/);
    });
  });
}
