import { SqlClient, SqlError, SqlRows, SqlSession } from '../src/connections/sql-client';
import { SqlConnection } from '../src/connections/sql-connection';
import { Log } from '../src/log';

const ROWS: SqlRows = { columns: ['waiting'], rows: [[3]] };

/** The order of what real servers cannot be made to do in order; the tests of the sources have the servers. */
describe('an SQL connection', () => {
  /** Sessions in the order they were asked for, and what each has to tell the connection. */
  let sessions: { answer: (session: SqlSession) => void; fail: (error: Error) => void; lost: (error: Error) => void }[];
  let ended: number[];
  let logged: string[];
  let connection: SqlConnection;

  const client: SqlClient = {
    scheme: 'sql',
    connect: (_, lost) => new Promise((answer, fail) => sessions.push({ answer, fail, lost })),
    isAnswer: ({ sqlState }: SqlError) => sqlState !== undefined,
    isOverdue: ({ code }: SqlError) => code === 'ETIMEDOUT',
  };
  const log: Log = (level, message) => logged.push(`${level} ${message}`);
  const read = () => connection.rows('SELECT 3', new AbortController().signal);
  const soon = () => new Promise<void>((resolve) => setImmediate(resolve));
  /** Lets the session that was asked for be open, and answer so. */
  const open = async (index: number, rows: () => Promise<SqlRows> = async () => ROWS) => {
    await soon();
    sessions[index].answer({ rows, end: () => ended.push(index) });
  };
  const never = () => new Promise<never>(() => undefined);

  beforeEach(() => {
    [sessions, ended, logged] = [[], [], []];
    connection = new SqlConnection(client, 'jobs', { host: 'db', port: 1, database: 'd', username: 'u', tls: false, queries: {} }, log);
  });

  test('all queries share one session, one at a time', async () => {
    let running = 0;
    let most = 0;
    const reads = [read(), read(), read()];
    await open(0, async () => {
      most = Math.max(most, ++running);
      await soon();
      running--;
      return ROWS;
    });
    expect(await Promise.all(reads)).toEqual([ROWS, ROWS, ROWS]);
    expect({ most, sessions: sessions.length, logged }).toEqual({ most: 1, sessions: 1, logged: [] });
  });

  test('an error that the server answers with leaves the session as it is', async () => {
    const refused = read();
    await open(0, () => Promise.reject(Object.assign(new Error('no such table'), { sqlState: '42S02' })));
    await expect(refused).rejects.toThrow('connection jobs: sql://db:1/d: no such table; check the query of the connection, and that it runs');
    await expect(read()).rejects.toThrow('no such table');
    expect({ sessions: sessions.length, ended, logged }).toEqual({ sessions: 1, ended: [], logged: [] });
  });

  test('a session that does not answer is ended, and the next query opens another', async () => {
    const late = read();
    await open(0, never);
    await expect(late).rejects.toThrow('connection jobs: sql://db:1/d: did not answer within 1000 ms');
    expect(ended).toEqual([0]);
    const next = read();
    await open(1);
    expect(await next).toEqual(ROWS);
  });

  test('a session that is not open in time is given up, and ended if it opens after all', async () => {
    const began = performance.now();
    await expect(read()).rejects.toThrow('did not answer within 1000 ms');
    expect(performance.now() - began).toBeLessThan(1500);
    const next = read();
    await open(1);
    await next;
    await open(0);
    await soon();
    expect(ended).toEqual([0]);
    expect(await read()).toEqual(ROWS);
    expect(sessions).toHaveLength(2);
  });

  test('what a former session says of its end does not end the one in its place', async () => {
    const late = read();
    await open(0, never);
    await late.catch(() => undefined);
    const next = read();
    await open(1);
    await next;
    sessions[0].lost(new Error('closed'));
    await read();
    expect({ sessions: sessions.length, ended }).toEqual({ sessions: 2, ended: [0] });
    expect(logged).toEqual(['error connection lost', 'info connection is back']);
  });

  test('an outage is logged once, and its end', async () => {
    const first = read();
    await open(0);
    await first;
    sessions[0].lost(new Error('closed'));
    for (const index of [1, 2]) {
      const refused = read();
      await soon();
      sessions[index].fail(Object.assign(new Error(''), { code: 'ECONNREFUSED' }));
      await expect(refused).rejects.toThrow('ECONNREFUSED; check that it runs, that this pod may connect to it, its user, password and certificate');
    }
    expect(logged).toEqual(['error connection lost']);
    const back = read();
    await open(3);
    await back;
    expect(logged).toEqual(['error connection lost', 'info connection is back']);
  });

  test('what nobody waits for any more is not asked', async () => {
    const gone = new AbortController();
    gone.abort();
    await expect(connection.rows('SELECT 3', gone.signal)).rejects.toThrow('aborted');
    expect(sessions).toEqual([]);
  });

  test('closing it ends its session', async () => {
    const first = read();
    await open(0);
    await first;
    connection.close();
    await soon();
    expect(ended).toEqual([0]);
  });

  test('closing it opens no other session for the queries that wait, and says nothing of a loss', async () => {
    const reads = [read(), read(), read()].map((reading) => reading.catch((error: Error) => error.message));
    let drop: (error: Error) => void;
    await open(0, () => new Promise((_, reject) => drop = reject));
    await soon();
    connection.close();
    drop!(new Error('Connection terminated'));
    expect((await Promise.all(reads)).slice(1)).toEqual(Array(2).fill('connection jobs: sql://db:1/d: the connection was closed, by a new configuration or the end of the scaler'));
    await expect(read()).rejects.toThrow('was closed');
    expect({ sessions: sessions.length, logged }).toEqual({ sessions: 1, logged: [] });
  });

  test('a session that is open only after it was closed is ended', async () => {
    const reading = read().catch(() => undefined);
    await soon();
    connection.close();
    await open(0, never);
    await reading;
    expect({ sessions: sessions.length, ended: [...new Set(ended)] }).toEqual({ sessions: 1, ended: [0] });
  });
});
