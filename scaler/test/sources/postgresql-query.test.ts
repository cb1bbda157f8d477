import { status } from '@grpc/grpc-js';
import { Client } from 'pg';
import { PostgresqlConnectionConfig } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { describeWithPostgresql, PostgresqlServer } from '../../../test/support/postgresql-server';
import { Scaler } from '../../src/scaler';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

/** Every answer is due within this time, whatever PostgreSQL does. */
const DEADLINE_MS = 2000;

const PASSWORD = 'correct horse';

const QUERIES = {
  'both': "SELECT count(*) FILTER (WHERE state = 'queued') AS waiting, count(*) FILTER (WHERE state = 'running') AS in_flight FROM jobs",
  'one-number': "SELECT count(*) FROM jobs WHERE state <> 'done'",
  'fraction': 'SELECT 0.25::numeric',
  'null': 'SELECT sum(1) FROM jobs WHERE false',
  'no-row': 'SELECT 1 FROM jobs WHERE false',
  'rows': 'SELECT generate_series(1, 2)',
  'negative': 'SELECT -1',
  'text': "SELECT 'many'",
  'nan': "SELECT 'NaN'::float8",
  'infinite': "SELECT 'Infinity'::float8",
  'boolean': 'SELECT true',
  'misnamed': 'SELECT 1 AS waiting, 2 AS running',
  'namesakes': 'SELECT 1, 2',
  'no-table': 'SELECT count(*) FROM job',
  'writes': 'WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone',
  'two-statements': 'COMMIT; DELETE FROM jobs; SELECT 0',
  'slow': 'SELECT 1 FROM pg_sleep(5)',
};

describeWithPostgresql('a PostgreSQL query', () => {
  let server: PostgresqlServer;
  let owner: Client;
  let scaler: Scaler;
  let keda: Keda;

  const config = (more: Partial<PostgresqlConnectionConfig> = {}): PostgresqlConnectionConfig => ({
    type: 'postgresql',
    host: '127.0.0.1',
    port: server.port,
    database: 'postgres',
    username: 'scaler',
    passwordFile: secretFile(`${PASSWORD}\n`),
    tls: false,
    queries: QUERIES,
    ...more,
  });
  const query = (name: string, connection: string = 'jobs', channel?: string) => ref({ type: 'postgresql-query', connection, query: name, channel });
  const fill = async (queued: number, running: number, done: number) => {
    await owner.query('TRUNCATE jobs');
    await owner.query(`INSERT INTO jobs SELECT unnest(array_fill('queued'::text, ARRAY[$1::int]) || array_fill('running'::text, ARRAY[$2::int])
      || array_fill('done'::text, ARRAY[$3::int]))`, [queued, running, done]);
    await pause(1050); // calls share a reading for a second
  };
  const problem = async (name: string, connection?: string) => {
    const { error, ms } = await timed(() => keda.getMetrics(query(name, connection)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };
  const openOwner = async () => {
    owner = new Client({ host: '127.0.0.1', port: server.port, database: 'postgres', user: 'owner', password: PASSWORD });
    owner.on('error', () => undefined); // tests stop servers on purpose
    await owner.connect();
  };

  beforeAll(async () => {
    const authority = await createAuthority('postgresql-ca');
    server = await PostgresqlServer.start(PASSWORD, await issue(authority, { commonName: 'postgresql', addresses: ['127.0.0.1'] }));
    await openOwner();
    await owner.query('CREATE TABLE jobs (state text NOT NULL)');
    await owner.query(`CREATE ROLE scaler LOGIN PASSWORD '${PASSWORD}'`);
    await owner.query('GRANT SELECT, DELETE ON jobs TO scaler'); // DELETE, so that nothing but the transaction forbids it
    scaler = await start({
      connections: {
        jobs: config(),
        refused: config({ passwordFile: secretFile('wrong') }),
        unproven: config({ passwordFile: undefined }),
        absent: config({ database: 'nowhere' }),
        secure: config({ tls: true, caFile: secretFile(authority.certificate) }),
        mistrusted: config({ tls: true, caFile: secretFile((await createAuthority('another-ca')).certificate) }),
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
      expect(await keda.poll(query('one-number'))).toMatchObject({ value: 47, active: true });
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
      ['null', 'gave NULL as sum; expected a finite number of at least 0; correct the query, with COALESCE where it may find nothing'],
      ['no-row', 'gave 0 rows; expected exactly one; count with an aggregate'],
      ['rows', 'gave 2 rows; expected exactly one'],
      ['negative', 'gave -1 as ?column?; expected a finite number of at least 0'],
      ['text', 'gave "many" as ?column?'],
      ['nan', 'expected a finite number of at least 0'],
      ['infinite', 'expected a finite number of at least 0'],
      ['boolean', 'gave true as ?column?'],
      ['misnamed', 'gave the columns waiting, running; expected waiting and in_flight, or a single one; name them with AS'],
      ['namesakes', 'gave the columns ?column?, ?column?; expected waiting and in_flight'],
      ['no-table', 'relation "job" does not exist; check the query of the connection'],
      ['slow', 'did not answer within 1000 ms; check that it runs, is not overloaded, and that an index serves the query'],
    ])('for the query %s', async (name, message) => {
      const details = await problem(name);
      expect(details).toContain(`connection jobs: postgresql://127.0.0.1:${server.port}/postgres: `);
      expect(details).toContain(message);
    });

    test.each([
      ['refused', 'password authentication failed'],
      ['unproven', 'password must be a string'],
      ['absent', 'database "nowhere" does not exist'],
    ])('over a connection that is %s', async (connection, message) => {
      const details = await problem('both', connection);
      expect(details).toContain(`connection ${connection}: postgresql://`);
      expect(details).toContain(message);
      expect(details).not.toContain(PASSWORD);
    });

    test('while the table is locked', async () => {
      await fill(3, 0, 0);
      await owner.query('BEGIN');
      await owner.query('LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE');
      expect(await problem('both')).toContain('did not answer within 1000 ms');
      await owner.query('COMMIT');
      expect(await keda.poll(query('both'))).toMatchObject({ value: 3 });
    });
  });

  test.each([
    ['writes', 'in a read-only transaction'],
    ['two-statements', 'cannot insert multiple commands into a prepared statement'],
  ])('a query that %s is refused, and changes nothing', async (name, message) => {
    await fill(3, 0, 0);
    expect(await problem(name)).toContain(message);
    expect((await owner.query('SELECT count(*)::int AS jobs FROM jobs')).rows).toEqual([{ jobs: 3 }]);
  });

  test.each(['SELECT 1', 'elsewhere', 'constructor'])('a query that is not declared is refused: %p', async (name) => {
    const { error } = await timed(() => keda.getMetrics(query(name)));
    expect(error).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining(`query: got ${JSON.stringify(name)}; expected a query of the connection jobs (both, one-number, `),
    });
  });

  describe('is notified of the first job', () => {
    const add = async (channel: string) => {
      const began = performance.now();
      await owner.query('BEGIN');
      await owner.query("INSERT INTO jobs VALUES ('queued')");
      await owner.query('SELECT pg_notify($1, $2)', [channel, String(began)]);
      await owner.query('COMMIT');
      return began;
    };
    const sessions = async () => (await owner.query<{ pid: number }>(
      "SELECT pid FROM pg_stat_activity WHERE application_name = 'gpu-autoscaler' AND (query LIKE 'LISTEN%' OR query LIKE 'UNLISTEN%' OR query = 'SELECT 1')")).rows;
    /** The session that listens, once it is there: one that had nothing to listen to may just have ended. */
    const session = async (former?: number) => {
      for (;;) {
        const found = (await sessions()).find(({ pid }) => pid !== former);
        if (found !== undefined) {
          return found;
        }
        await pause(50);
      }
    };
    /** A stream that is inactive and listens. */
    const idle = async (channel: string) => {
      const open = keda.streamIsActive(query('both', 'jobs', channel));
      expect((await open.count(1)).value).toEqual({ result: false });
      await pause(500);
      await session();
      return open;
    };

    test('within 100 ms (the median of 5, each when nothing was outstanding again)', async () => {
      await fill(0, 0, 0);
      const open = await idle('Jobs');
      const pushed: number[] = [];
      for (let round = 0; round < 5; round++) {
        const began = await add('Jobs');
        pushed.push((await open.count(round + 2)).at - began);
        await owner.query('TRUNCATE jobs');
        await pause(2100); // it is looked at each second, with a reading at most a second old, and inactive then
      }
      open.cancel();
      expect(pushed.sort((a, b) => a - b)[2]).toBeLessThan(100);
    }, 30_000);

    test('on several channels over one session, each on its own', async () => {
      await fill(0, 0, 0);
      const opens = [await idle('images'), await idle('sounds')];
      expect(await sessions()).toHaveLength(1);
      const began = await add('sounds');
      expect((await opens[1].count(2)).at - began).toBeLessThan(500);
      opens.forEach((open) => open.cancel());
    });

    test('many notifications of nothing are few readings', async () => {
      await fill(0, 0, 0);
      const open = await idle('noise');
      const reads = async () => Number(/source_reads_total\{source="[^"]*query both, channel noise",result="success"\} (\d+)/.exec(
        await (await fetch(`http://127.0.0.1:${scaler.healthPort}/metrics`)).text())![1]);
      const before = await reads();
      const began = performance.now();
      for (let notification = 0; notification < 200; notification++) {
        await owner.query('SELECT pg_notify($1, $2)', ['noise', String(notification)]);
      }
      const most = (performance.now() - began) / 20 + 3; // one each 20 ms, and the look each second
      expect(await reads() - before).toBeLessThan(most);
      open.cancel();
    });

    test('also after its session was lost', async () => {
      await fill(0, 0, 0);
      const open = await idle('lost');
      const { pid } = await session();
      await owner.query('SELECT pg_terminate_backend($1)', [pid]);
      await session(pid);
      await pause(500);
      const began = await add('lost');
      expect((await open.count(2)).at - began).toBeLessThan(500);
      open.cancel();
    });

    test('and of one of which it is not, it is looked at each second', async () => {
      await fill(0, 0, 0);
      const open = await idle('silence');
      await add('another');
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
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
  });

  describe('whatever PostgreSQL does, every call is answered within 2 s, and never with a number that was not read', () => {
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
      await owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gpu-autoscaler'");
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
});
