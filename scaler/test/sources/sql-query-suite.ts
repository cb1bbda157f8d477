import { status } from '@grpc/grpc-js';
import { ConnectionConfig, SqlDatabaseConfig } from '../../../lib/contract';
import { createAuthority, issue } from '../../../rehearsal/src/control-plane/pki';
import { SqlServerTls } from '../../../test/support/sql-server';
import { TestServer } from '../../../test/support/test-server';
import { ScaledObjectRef } from '../../src/external-scaler-proto';
import { Scaler } from '../../src/scaler';
import { GARBAGE, pollStranger } from '../stranger';
import { Keda, pause, ref, secretFile, start, timed } from '../support';

/** Every answer is due within this time, whatever the server does. */
const DEADLINE_MS = 2000;

/** Of the users `owner`, which may do everything, and `scaler`. */
export const PASSWORD = 'correct horse';

/** Queries that every server knows, by what they show. */
const QUERIES = {
  'both': "SELECT count(CASE WHEN state = 'queued' THEN 1 END) AS waiting, count(CASE WHEN state = 'running' THEN 1 END) AS in_flight FROM jobs",
  'swapped': "SELECT count(CASE WHEN state = 'running' THEN 1 END) AS in_flight, count(CASE WHEN state = 'queued' THEN 1 END) AS waiting FROM jobs",
  'one-number': "SELECT count(*) FROM jobs WHERE state <> 'done'",
  'fraction': 'SELECT 0.25',
  'null': 'SELECT sum(1) AS outstanding FROM jobs WHERE false',
  'no-row': 'SELECT 1 FROM jobs WHERE false',
  'rows': 'SELECT 1 UNION SELECT 2',
  'negative': 'SELECT -1 AS outstanding',
  'text': "SELECT 'many' AS outstanding",
  'misnamed': 'SELECT 1 AS waiting, 2 AS running',
  'namesakes': 'SELECT 1 AS waiting, 2 AS waiting',
  'no-table': 'SELECT count(*) FROM job',
  'two-statements': 'COMMIT; DELETE FROM jobs; SELECT 0',
};

/** What becomes of a query: a part of the error. */
type Refused = readonly [query: string, message: string];

/** What tells the servers apart. */
export interface SqlServerKind<Owner extends { end(): Promise<void> }> {
  readonly type: 'mysql' | 'postgresql';
  readonly database: string;
  /** The host that its certificate is for. */
  readonly certified: string;
  /** Further queries; `slow` takes longer than a second. */
  readonly queries: { readonly [name: string]: string };
  /** Statements of the owner that make the table and the user `scaler`, who may change the table: nothing but the transaction forbids it. */
  readonly setup: readonly string[];
  readonly lock: readonly string[];
  readonly unlock: string;
  /** Further queries that give no number. */
  readonly wrong: readonly Refused[];
  /** Queries that would change something. */
  readonly writing: readonly Refused[];
  /** Why connections are refused. */
  readonly connecting: ReadonlyArray<readonly [connection: string, message: string]>;
  start(tls: SqlServerTls): Promise<Pick<TestServer, 'pause' | 'resume' | 'kill' | 'launch'> & { readonly port: number; stop(): Promise<void> }>;
  open(port: number): Promise<Owner>;
  /** Runs a statement, and gives the rows of it. */
  run(owner: Owner, sql: string): Promise<ReadonlyArray<{ readonly [column: string]: unknown }>>;
  endSessions(owner: Owner): Promise<void>;
}

/** What the tests of one kind of server go on with. */
export interface SqlSubject<Owner> {
  readonly owner: () => Owner;
  readonly scaler: () => Scaler;
  readonly keda: () => Keda;
  readonly query: (name: string, connection?: string, channel?: string) => ScaledObjectRef;
  /** Leaves so many jobs in the table. */
  readonly fill: (queued: number, running: number, done: number) => Promise<void>;
  /** The error that a query is answered with. */
  readonly problem: (name: string, connection?: string) => Promise<string>;
}

/**
 * What every SQL server is expected to do for the scaler.
 *
 * @param connections further ones, made from that which works over TLS
 */
export function testSqlQuery<Owner extends { end(): Promise<void> }>(
  kind: SqlServerKind<Owner>,
  connections: { readonly [name: string]: Partial<SqlDatabaseConfig> } = {},
  more: (subject: SqlSubject<Owner>) => void = () => undefined,
): void {
  let server: Awaited<ReturnType<typeof kind.start>>;
  let owner: Owner;
  let scaler: Scaler;
  let keda: Keda;

  const config = (changed: Partial<SqlDatabaseConfig> = {}): ConnectionConfig => ({
    type: kind.type,
    host: '127.0.0.1',
    port: server.port,
    database: kind.database,
    username: 'scaler',
    passwordFile: secretFile(`${PASSWORD}\n`),
    tls: false,
    queries: { ...QUERIES, ...kind.queries },
    ...changed,
  });
  const query = (name: string, connection: string = 'jobs', channel?: string) => ref(kind.type === 'mysql'
    ? { type: 'mysql-query', connection, query: name } : { type: 'postgresql-query', connection, query: name, channel });
  const run = (sql: string) => kind.run(owner, sql);
  const fill = async (queued: number, running: number, done: number) => {
    await run('TRUNCATE TABLE jobs');
    const jobs = Object.entries({ queued, running, done }).flatMap(([state, count]) => Array<string>(count).fill(`('${state}')`));
    if (jobs.length > 0) {
      await run(`INSERT INTO jobs VALUES ${jobs.join(', ')}`);
    }
    await pause(1050); // calls share a reading for a second
  };
  const problem = async (name: string, connection?: string) => {
    const { error, ms } = await timed(() => keda.getMetrics(query(name, connection)));
    expect(error).toMatchObject({ code: status.UNAVAILABLE });
    expect(ms).toBeLessThan(DEADLINE_MS);
    return error!.details;
  };

  beforeAll(async () => {
    const authority = await createAuthority('database-ca');
    server = await kind.start(await issue(authority, { commonName: 'database', dnsNames: ['localhost'], addresses: ['127.0.0.1'] }));
    owner = await kind.open(server.port);
    for (const statement of kind.setup) {
      await run(statement);
    }
    const secure: Partial<SqlDatabaseConfig> = { host: kind.certified, tls: true, caFile: secretFile(authority.certificate) };
    scaler = await start({
      connections: {
        jobs: config(),
        refused: config({ passwordFile: secretFile('wrong') }),
        unproven: config({ passwordFile: undefined }),
        absent: config({ database: 'nowhere' }),
        secure: config(secure),
        mistrusted: config({ ...secure, caFile: secretFile((await createAuthority('another-ca')).certificate) }),
        ...Object.fromEntries(Object.entries(connections).map(([name, changed]) => [name, config({ ...secure, ...changed })])),
      },
    });
    keda = new Keda(scaler.grpcPort);
  }, 60_000);
  afterAll(async () => {
    keda?.close();
    await scaler?.stop();
    await owner?.end().catch(() => undefined); // the server may be gone
    await server?.stop();
  });

  describe('counts', () => {
    test('47 waiting at 5 per replica', async () => {
      await fill(47, 0, 1000);
      expect(await keda.poll(query('both'))).toEqual({ target: 5, value: 47, active: true });
    });

    test('30 waiting and 17 in flight, as columns and as one number', async () => {
      await fill(30, 17, 0);
      for (const name of ['both', 'swapped', 'one-number']) {
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
      await run("INSERT INTO jobs VALUES ('queued')");
      expect((await open.count(2)).value).toEqual({ result: true });
      open.cancel();
    });
  });

  describe('is an error, never 0', () => {
    test.each<Refused>([
      ['null', 'gave NULL as outstanding; expected a finite number of at least 0; correct the query, with COALESCE where it may find nothing'],
      ['no-row', 'gave 0 rows; expected exactly one; count with an aggregate'],
      ['rows', 'gave 2 rows; expected exactly one'],
      ['negative', 'gave -1 as outstanding; expected a finite number of at least 0'],
      ['text', 'gave "many" as outstanding'],
      ['misnamed', 'gave the columns waiting, running; expected waiting and in_flight, or a single one; name them with AS'],
      ['namesakes', 'gave the columns waiting, waiting; expected waiting and in_flight'],
      ['slow', 'did not answer within 1000 ms; check that it runs, is not overloaded, and that an index serves the query'],
      ...kind.wrong,
    ])('for the query %s', async (name, message) => {
      const details = await problem(name);
      expect(details).toContain(`connection jobs: ${kind.type}://127.0.0.1:${server.port}/${kind.database}: `);
      expect(details).toContain(message);
    });

    test.each(kind.connecting)('over a connection that is %s', async (connection, message) => {
      const details = await problem('both', connection);
      expect(details).toContain(`connection ${connection}: ${kind.type}://`);
      expect(details).toContain(message);
      expect(details).not.toContain(PASSWORD);
    });

    test('while the table is locked', async () => {
      await fill(3, 0, 0);
      for (const statement of kind.lock) {
        await run(statement);
      }
      expect(await problem('both')).toContain('did not answer within 1000 ms');
      await run(kind.unlock);
      expect(await keda.poll(query('both'))).toMatchObject({ value: 3 });
    });
  });

  test.each(kind.writing)('a query that would write, %s, is refused, and changes nothing', async (name, message) => {
    await fill(3, 0, 0);
    expect(await problem(name)).toContain(message);
    expect((await run('SELECT count(*) AS jobs FROM jobs')).map(({ jobs }) => Number(jobs))).toEqual([3]);
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
  });

  more({ owner: () => owner, scaler: () => scaler, keda: () => keda, query, fill, problem });

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
      await kind.endSessions(owner);
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
      owner = await kind.open(server.port);
    });
  });

  test('garbage is an error', async () => {
    const { error, ms } = await pollStranger(GARBAGE, (port) => config({ port }), query('both'));
    expect(error).toMatchObject({ code: status.UNAVAILABLE, details: expect.stringContaining('connection jobs: ') });
    expect(ms).toBeLessThan(DEADLINE_MS);
  });
}
