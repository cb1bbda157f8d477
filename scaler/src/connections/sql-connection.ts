import { SqlClient, SqlError, SqlRows, SqlSession } from './sql-client';
import { overdue, timeoutOf } from './time-limit';
import { ContractError, SqlDatabaseConfig } from '../../../lib/contract';
import { Log } from '../log';

/** No session could be opened, and the message says why. */
class NotOpened extends Error {}

/** A database of an SQL server that answers soon or fails soon, over one session. Who comes after it has ended opens the next. */
export class SqlConnection {
  private session?: Promise<SqlSession>;
  /** Queries wait for each other: the session runs one at a time. */
  private last: Promise<unknown> = Promise.resolve();
  private away = false;
  private closed = false;

  public constructor(
    private readonly client: SqlClient, private readonly name: string, private readonly config: SqlDatabaseConfig, private readonly log: Log,
  ) {}

  /** The connection and its server, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  /**
   * The SQL of a declared query.
   *
   * @throws ContractError if there is none of the name
   */
  public sql(query: string): string {
    if (!Object.prototype.hasOwnProperty.call(this.config.queries, query)) {
      throw new ContractError('query', `query: got ${JSON.stringify(query)}; expected a query of the connection ${this.name} `
        + `(${Object.keys(this.config.queries).join(', ') || 'it has none'}); add it to the queries of the connection, or correct the name`);
    }
    return this.config.queries[query];
  }

  /**
   * The rows that a query gives, in a transaction that can write nothing.
   *
   * @param signal aborted when nobody waits for the answer any more
   * @throws Error that names the connection and the server, and says what to check
   */
  public async rows(sql: string, signal: AbortSignal): Promise<SqlRows> {
    const turn = this.last.catch(() => undefined).then(() => {
      signal.throwIfAborted();
      if (this.closed) {
        throw new Error('the connection was closed, by a new configuration or the end of the scaler');
      }
      return this.rowsNow(sql);
    });
    this.last = turn;
    try {
      return await turn;
    } catch (error) {
      throw new Error(`${this.description}: ${(error as Error).message}`);
    }
  }

  /** Nothing is opened any more, and what still opens is ended. */
  public close(): void {
    this.closed = true;
    void this.session?.then((session) => session.end(), () => undefined);
  }

  private get address(): string {
    return `${this.client.scheme}://${this.config.host}:${this.config.port}/${this.config.database}`;
  }

  private get overdue(): string {
    return overdue(timeoutOf(this.config), 'that it runs, is not overloaded, and that an index serves the query');
  }

  private async rowsNow(sql: string): Promise<SqlRows> {
    const opening = (this.session ??= this.open());
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Error(this.overdue)), timeoutOf(this.config) + 100));
      return await Promise.race([opening.then((session) => session.rows(sql)), late]);
    } catch (error) {
      if (error instanceof NotOpened) {
        throw error;
      }
      if (!this.client.isAnswer(error as SqlError)) { // what comes later would be taken for the next one's answer
        void opening.then((session) => session.end(), () => undefined);
        this.lose(opening, (error as Error).message);
      }
      const { message } = error as Error;
      throw new Error(message === this.overdue || this.client.isOverdue(error as SqlError) ? this.overdue : `${message}; check the query of the connection, and that it runs`);
    } finally {
      clearTimeout(timer);
    }
  }

  private open(): Promise<SqlSession> {
    const opening: Promise<SqlSession> = this.client.connect(this.config, (error) => this.lose(opening, error.message)).then((session) => {
      if (this.session === opening && this.away) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
        this.away = false;
      }
      return session;
    }, (error: SqlError) => {
      const problem = this.client.isOverdue(error) ? this.overdue : error.message || String(error.code);
      this.lose(opening, problem);
      throw new NotOpened(problem === this.overdue ? problem : `${problem}; check that it runs, that this pod may connect to it, its user, password and certificate`);
    });
    return opening;
  }

  /** Does nothing for a session that another one has taken the place of. */
  private lose(opening: Promise<SqlSession>, problem: string): void {
    if (this.session !== opening) {
      return;
    }
    this.session = undefined;
    if (!this.away && !this.closed) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.away = true;
  }
}
