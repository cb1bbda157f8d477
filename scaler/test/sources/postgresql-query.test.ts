import { Client } from 'pg';
import { PASSWORD, SqlSubject, testSqlQuery } from './sql-query-suite';
import { describeWithPostgresql, PostgresqlServer } from '../../../test/support/postgresql-server';
import { pause } from '../support';

describeWithPostgresql('a PostgreSQL query', () => testSqlQuery<Client>({
  type: 'postgresql',
  database: 'postgres',
  certified: '127.0.0.1',
  queries: {
    nan: "SELECT 'NaN'::float8",
    infinite: "SELECT 'Infinity'::float8",
    boolean: 'SELECT true',
    writes: 'WITH gone AS (DELETE FROM jobs RETURNING 1) SELECT count(*) FROM gone',
    slow: 'SELECT 1 FROM pg_sleep(5)',
  },
  setup: [
    'CREATE TABLE jobs (state text NOT NULL)',
    `CREATE ROLE scaler LOGIN PASSWORD '${PASSWORD}'`,
    'GRANT SELECT, DELETE ON jobs TO scaler',
  ],
  lock: ['BEGIN', 'LOCK TABLE jobs IN ACCESS EXCLUSIVE MODE'],
  unlock: 'COMMIT',
  wrong: [
    ['nan', 'expected a finite number of at least 0'],
    ['infinite', 'expected a finite number of at least 0'],
    ['boolean', 'gave true as ?column?'],
    ['no-table', 'relation "job" does not exist; check the query of the connection'],
  ],
  writing: [
    ['writes', 'in a read-only transaction'],
    ['two-statements', 'cannot insert multiple commands into a prepared statement'],
  ],
  connecting: [
    ['refused', 'password authentication failed'],
    ['unproven', 'password must be a string'],
    ['absent', 'database "nowhere" does not exist'],
  ],
  start: (tls) => PostgresqlServer.start(PASSWORD, tls),
  open: async (port) => {
    const owner = new Client({ host: '127.0.0.1', port, database: 'postgres', user: 'owner', password: PASSWORD });
    owner.on('error', () => undefined); // tests stop servers on purpose
    await owner.connect();
    return owner;
  },
  run: async (owner, sql) => (await owner.query(sql)).rows,
  endSessions: async (owner) => {
    await owner.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'gpu-autoscaler'");
  },
}, {}, testNotifications));

/** What no other server does. */
function testNotifications({ owner, scaler, keda, query, fill }: SqlSubject<Client>): void {
  describe('is notified of the first job', () => {
    const add = async (channel: string) => {
      const began = performance.now();
      await owner().query('BEGIN');
      await owner().query("INSERT INTO jobs VALUES ('queued')");
      await owner().query('SELECT pg_notify($1, $2)', [channel, String(began)]);
      await owner().query('COMMIT');
      return began;
    };
    const sessions = async () => (await owner().query<{ pid: number }>(
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
      const open = keda().streamIsActive(query('both', 'jobs', channel));
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
        await owner().query('TRUNCATE jobs');
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
        await (await fetch(`http://127.0.0.1:${scaler().healthPort}/metrics`)).text())![1]);
      const before = await reads();
      const began = performance.now();
      for (let notification = 0; notification < 200; notification++) {
        await owner().query('SELECT pg_notify($1, $2)', ['noise', String(notification)]);
      }
      const most = (performance.now() - began) / 20 + 3; // one each 20 ms, and the look each second
      expect(await reads() - before).toBeLessThan(most);
      open.cancel();
    });

    test('also after its session was lost', async () => {
      await fill(0, 0, 0);
      const open = await idle('lost');
      const { pid } = await session();
      await owner().query('SELECT pg_terminate_backend($1)', [pid]);
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
}
