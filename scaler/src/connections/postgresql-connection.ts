import { readFileSync } from 'node:fs';
import type { Client, ClientConfig, QueryConfig, QueryResult } from 'pg';
import { ContractError, PostgresqlConnectionConfig } from '../../../lib/contract';
import { Log } from '../log';

/** An answer that takes longer is given up: KEDA has no deadline of its own, and a call has to be answered within 2 s. */
const ANSWER_TIMEOUT_MS = 1000;

const OVERLOADED = `did not answer within ${ANSWER_TIMEOUT_MS} ms; check that it runs, is not overloaded, and that an index serves the query`;

function clientConfig(config: PostgresqlConnectionConfig): ClientConfig {
  return {
    host: config.host,
    port: config.port,
    database: config.database,
    user: config.username,
    password: config.passwordFile === undefined ? undefined : readFileSync(config.passwordFile, 'utf8').trimEnd(),
    ssl: config.tls ? { ca: config.caFile === undefined ? undefined : readFileSync(config.caFile, 'utf8') } : false,
    application_name: 'gpu-autoscaler',
    connectionTimeoutMillis: ANSWER_TIMEOUT_MS,
    options: `-c default_transaction_read_only=on -c statement_timeout=${ANSWER_TIMEOUT_MS}`,
  };
}

/** A database of a PostgreSQL server that answers soon or fails soon, over one session. Who comes after it has ended opens the next. */
export class PostgresqlConnection {
  private client?: Promise<Client>;
  /** Queries wait for each other: the session runs one at a time. */
  private last: Promise<unknown> = Promise.resolve();
  private away = false;

  public constructor(private readonly name: string, private readonly config: PostgresqlConnectionConfig, private readonly log: Log) {}

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
  public async rows(sql: string, signal: AbortSignal): Promise<QueryResult['rows']> {
    const turn = this.last.catch(() => undefined).then(() => {
      signal.throwIfAborted();
      return this.rowsNow(sql);
    });
    this.last = turn;
    try {
      return await turn;
    } catch (error) {
      throw new Error(`${this.description}: ${(error as Error).message}`);
    }
  }

  public close(): void {
    void this.client?.then((client) => client.end(), () => undefined);
  }

  private get address(): string {
    return `postgresql://${this.config.host}:${this.config.port}/${this.config.database}`;
  }

  private async rowsNow(sql: string): Promise<QueryResult['rows']> {
    const client = await (this.client ??= this.open());
    let timer: NodeJS.Timeout | undefined;
    try {
      const late = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Error(OVERLOADED)), ANSWER_TIMEOUT_MS + 100));
      // The extended protocol takes one statement only, so a query cannot end the transaction that it runs in.
      const query: QueryConfig & { queryMode: 'extended' } = { text: sql, queryMode: 'extended' };
      return (await Promise.race([client.query(query), late])).rows;
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      if (code === '57014') { // canceled by the statement timeout
        throw new Error(OVERLOADED);
      }
      if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) { // no answer of the server: what comes later would be taken for the next one's
        this.forget(client);
      }
      throw message === OVERLOADED ? error : new Error(`${message}; check the query of the connection, and that it runs`);
    } finally {
      clearTimeout(timer);
    }
  }

  private async open(): Promise<Client> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { Client: NewClient } = require('pg') as typeof import('pg');
    try {
      const client = new NewClient(clientConfig(this.config));
      client.on('error', (error) => this.fail(error.message));
      client.on('end', () => this.client = undefined);
      await client.connect();
      if (this.away) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
      }
      this.away = false;
      return client;
    } catch (error) {
      this.client = undefined;
      const { message, code } = error as Error & { code?: string };
      const problem = /timeout/.test(message) ? OVERLOADED : message || String(code);
      this.fail(problem);
      throw new Error(problem === OVERLOADED ? problem : `${problem}; check that it runs, that this pod may connect to it, its user, password and certificate`);
    }
  }

  private forget(client: Client): void {
    this.client = undefined;
    void client.end().catch(() => undefined);
    this.fail('did not answer');
  }

  private fail(problem: string): void {
    if (!this.away) {
      this.log('error', 'connection lost', { connection: this.name, address: this.address, problem });
    }
    this.away = true;
  }
}
