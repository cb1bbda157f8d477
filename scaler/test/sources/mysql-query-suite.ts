import { status } from '@grpc/grpc-js';
import { Connection, createConnection } from 'mysql2/promise';
import { MysqlConnectionConfig } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { SqlServer, SqlServerTls } from '../../../test/support/sql-server';
import { Scaler } from '../../src/scaler';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

/** Every answer is due within this time, whatever the server does. */
const DEADLINE_MS = 2000;

const PASSWORD = 'correct horse';

const QUERIES = {
  'both': "SELECT count(CASE WHEN state = 'queued' THEN 1 END) AS waiting, count(CASE WHEN state = 'running' THEN 1 END) AS in_flight FROM jobs",
  'swapped': "SELECT count(CASE WHEN state = 'running' THEN 1 END) AS in_flight, count(CASE WHEN state = 'queued' THEN 1 END) AS waiting FROM jobs",
  'one-number': "SELECT count(*) FROM jobs WHERE state <> 'done'",
  'sum': "SELECT COALESCE(sum(state <> 'done'), 0) AS outstanding FROM jobs",
  'fraction': 'SELECT 0.25',
  'null': 'SELECT sum(1) AS outstanding FROM jobs WHERE false',
  'no-row': 'SELECT 1 FROM jobs WHERE false',
  'rows': 'SELECT 1 UNION SELECT 2',
  'nothing': 'DO 1',
  'negative': 'SELECT -1 AS outstanding',
  'text': "SELECT 'many' AS outstanding",
  'date': "SELECT DATE '2026-01-02' AS outstanding",
  'misnamed': 'SELECT 1 AS waiting, 2 AS running',
  'namesakes': 'SELECT 1 AS waiting, 2 AS waiting',
  'no-table': 'SELECT count(*) FROM job',
  'deletes': 'DELETE FROM jobs',
  'drops': 'DROP TABLE jobs',
  'two-statements': 'COMMIT; DELETE FROM jobs; SELECT 0',
  // MySQL's SLEEP gives 1 when its time is up, and no error.
  'slow': 'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 900) SELECT count(*) FROM n a, n b, n c, n d',
};

/** What a server of MySQL's protocol is expected to do for the scaler. */
export function testMysqlQuery(startServer: (password: string, tls: SqlServerTls) => Promise<SqlServer>): void {
  let server: SqlServer;
  let owner: Connection;
  let scaler: Scaler;
  let keda: Keda;

  const config = (more: Partial<MysqlConnectionConfig> = {}): MysqlConnectionConfig => ({
    type: 'mysql',
    host: '127.0.0.1',
    port: server.port,
    database: 'jobs',
    username: 'scaler',
    passwordFile: secretFile(`${PASSWORD}\n`),
    tls: false,
    queries: QUERIES,
    ...more,
  });
  const query = (name: string, connection: string = 'jobs') => ref({ type: 'mysql-query', connection, query: name });
  const fill = async (queued: number, running: number, done: number) => {
    await owner.query('TRUNCATE jobs');
    const states = Object.entries({ queued, running, done }).flatMap(([state, count]) => Array<[string]>(count).fill([state]));
    if (states.length > 0) {
      await owner.query('INSERT INTO jobs VALUES ?', [states]);
    }
    await pause(1050); // calls share a reading for a second
  };
  const problem = async (name: string, connection?: string) => {
    const { error, ms } = await timed(() => keda.getMetrics(query(name, connection)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const openOwner = async () => {
    owner = await createConnection({ host: '127.0.0.1', port: server.port, database: 'jobs', user: 'owner', password: PASSWORD });
    owner.on('error', () => undefined); // tests stop servers on purpose
  };

  beforeAll(async () => {
    const authority = await createAuthority('database-ca');
    server = await startServer(PASSWORD, await issue(authority, { commonName: 'database', dnsNames: ['localhost'] }));
    await openOwner();
    await owner.query('CREATE TABLE jobs (state varchar(10) NOT NULL)');
    await owner.query(`CREATE USER scaler@localhost IDENTIFIED BY '${PASSWORD}'`);
    await owner.query('GRANT SELECT, DELETE, DROP ON jobs.* TO scaler@localhost'); // so that nothing but the transaction forbids it
    scaler = await start({
      connections: {
        jobs: config(),
        refused: config({ passwordFile: secretFile('wrong') }),
        unproven: config({ passwordFile: undefined }),
        absent: config({ database: 'nowhere' }),
        secure: config({ host: 'localhost', tls: true, caFile: secretFile(authority.certificate) }),
        addressed: config({ tls: true, caFile: secretFile(authority.certificate) }),
        renamed: config({ host: '127.1', tls: true, caFile: secretFile(authority.certificate) }),
        mistrusted: config({ host: 'localhost', tls: true, caFile: secretFile((await createAuthority('another-ca')).certificate) }),
      },
    });
    keda = new Keda(scaler.grpcPort);
  }, 60_000);
  afterAll(async () => {
    keda.close();
    await scaler.stop();
    await owner.end().catch(() => undefined); // the server may be gone
    await server.stop();
  });

  describe('counts', () => {
    test('47 waiting at 5 per replica', async () => {
      await fill(47, 0, 1000);
      expect(await keda.poll(query('both'))).toEqual({ target: 5, value: 47, active: true });
    });

    test('30 waiting and 17 in flight, as columns and as one number', async () => {
      await fill(30, 17, 0);
      expect(await keda.poll(query('both'))).toMatchObject({ value: 47, active: true });
      for (const name of ['swapped', 'one-number', 'sum']) {
        expect(await keda.poll(query(name))).toMatchObject({ value: 47, active: true });
      }
    });

    test('the last 2 taken and still running: 2, though nothing waits', async () => {
      await fill(0, 2, 10);
      expect(await keda.poll(query('both'))).toMatchObject({ value: 2, active: true });
    });

    test('all done: 0', async () => {
      await fill(0, 0, 10);
      expect(await keda.poll(query('both'))).toMatchObject({ value: 0, active: false });
    });

    test('fractions, which estimates have', async () => {
      expect(await keda.poll(query('fraction'))).toMatchObject({ value: 0.25, active: true });
    });

    test('the first job that a stream waits for, when it is looked at', async () => {
      await fill(0, 0, 0);
      const open = keda.streamIsActive(query('both'));
      expect((await open.count(1)).value).toEqual({ result: false });
      await owner.query("INSERT INTO jobs VALUES ('queued')");
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });
  });

  describe('is an error, never 0', () => {
    test.each([
      ['null', 'gave NULL as outstanding; expected a finite number of at least 0; correct the query, with COALESCE where it may find nothing'],
      ['no-row', 'gave 0 rows; expected exactly one; count with an aggregate'],
      ['rows', 'gave 2 rows; expected exactly one'],
      ['nothing', 'gave 0 rows; expected exactly one'],
      ['negative', 'gave -1 as outstanding; expected a finite number of at least 0'],
      ['text', 'gave "many" as outstanding'],
      ['date', 'as outstanding; expected a finite number of at least 0'],
      ['misnamed', 'gave the columns waiting, running; expected waiting and in_flight, or a single one; name them with AS'],
      ['namesakes', 'gave the columns waiting, waiting; expected waiting and in_flight'],
      ['no-table', "Table 'jobs.job' doesn't exist; check the query of the connection"],
      ['slow', 'did not answer within 1000 ms; check that it runs, is not overloaded, and that an index serves the query'],
    ])('for the query %s', async (name, message) => {
      const details = await problem(name);
      expect(details).toContain(`connection jobs: mysql://127.0.0.1:${server.port}/jobs: `);
      expect(details).toContain(message);
    });

    test.each([
      ['refused', "Access denied for user 'scaler'@'localhost' (using password: YES); check that it runs, that this pod may connect to it, its user, password"],
      ['unproven', "Access denied for user 'scaler'@'localhost' (using password: NO)"],
      ['absent', "Access denied for user 'scaler'@'localhost' to database 'nowhere'"],
    ])('over a connection that is %s', async (connection, message) => {
      const details = await problem('both', connection);
      expect(details).toContain(`connection ${connection}: mysql://`);
      expect(details).toContain(message);
      expect(details).not.toContain(PASSWORD);
    });

    test('while the table is locked', async () => {
      await fill(3, 0, 0);
      await owner.query('LOCK TABLE jobs WRITE');
      expect(await problem('both')).toContain('did not answer within 1000 ms');
      await owner.query('UNLOCK TABLES');
      expect(await keda.poll(query('both'))).toMatchObject({ value: 3 });
    });
  });

  test.each([
    ['deletes', 'in a READ ONLY transaction'],
    ['drops', 'in a READ ONLY transaction'],
    ['two-statements', 'You have an error in your SQL syntax'],
  ])('a query that %s is refused, and changes nothing', async (name, message) => {
    await fill(3, 0, 0);
    expect(await problem(name)).toContain(message);
    expect((await owner.query('SELECT count(*) AS jobs FROM jobs'))[0]).toEqual([{ jobs: 3 }]);
  });

  test.each(['SELECT 1', 'elsewhere', 'constructor'])('a query that is not declared is refused: %p', async (name) => {
    const { error } = await timed(() => keda.getMetrics(query(name)));
    expect(error).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(`query: got ${JSON.stringify(name)}; expected a query of the connection jobs (both, swapped, `),
    });
  });

  describe('TLS', () => {
    test('a server signed by the authority of the connection is read', async () => {
      await fill(2, 0, 0);
      expect(await keda.poll(query('both', 'secure'))).toMatchObject({ value: 2 });
    });

    test('a server that another authority signed is an error that says so', async () => {
      expect(await problem('both', 'mistrusted')).toMatch(/^connection mistrusted: .*certificate/);
    });

    test('an address is an error that says so: the client would hold the certificate against "localhost"', async () => {
      expect(await problem('both', 'addressed')).toContain('a host name is needed with TLS, which an address cannot be verified by');
    });

    test('a server whose certificate has another name is an error that says so', async () => {
      expect(await problem('both', 'renamed')).toMatch(/^connection renamed: .*does not match certificate/);
    });
  });

  describe('whatever the server does, every call is answered within 2 s, and never with a number that was not read', () => {
    /** Every answer until the right one is an error. */
    const recovery = async () => {
      const began = performance.now();
      for (;;) {
        const { result, error } = await timed(() => keda.poll(query('both')));
        if (error === undefined) {
          expect(result).toMatchObject({ value: 3, active: true });
          return performance.now() - began;
        }
        expect(performance.now() - began).toBeLessThan(10_000);
        await pause(20);
      }
    };
    beforeEach(() => fill(2, 1, 0));

    test('hung, and going on', async () => {
      await recovery();
      server.pause();
      await pause(1050);
      expect(await problem('both')).toContain('did not answer within 1000 ms');
      expect(await problem('both')).toMatch(/did not answer within 1[05]00 ms/); // a new session, which does not begin
      server.resume();
      expect(await recovery()).toBeLessThan(2000);
    });

    test('a session that the server ends', async () => {
      await recovery();
      const [sessions] = await owner.query("SELECT id FROM information_schema.processlist WHERE user = 'scaler'");
      for (const { id } of sessions as { id: number }[]) {
        await owner.query(`KILL ${id}`);
      }
      await pause(1050);
      expect(await recovery()).toBeLessThan(2000);
    });

    test('killed while it is used, and restarted', async () => {
      await recovery();
      await server.kill();
      await pause(1050);
      expect(await problem('both')).toContain('connect ECONNREFUSED');
      const restarted = server.launch();
      await recovery(); // from the first answer on, also while it starts
      await restarted;
      await openOwner();
    });
  });

  test('garbage is an error', async () => {
    const { error, ms } = await pollStranger(GARBAGE, (port) => config({ port }), query('both'));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: ') });
    expect(ms).toBeLessThan(DEADLINE_MS);
  });
}
