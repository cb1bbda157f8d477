import { PostgresqlConnection } from '../../connections/postgresql-connection';
import { Reading, Source } from '../source';

/** The row of a declared query: its columns `waiting` and `in_flight`, or its only column. */
export class PostgresqlQuerySource implements Source {
  public readonly description: string;
  private readonly sql: string;

  /** @throws ContractError if the connection has no query of the name */
  public constructor(private readonly connection: PostgresqlConnection, query: string) {
    this.sql = connection.sql(query);
    this.description = `${connection.description}: query ${query}`;
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const rows = await this.connection.rows(this.sql, signal);
    if (rows.length !== 1) {
      throw new Error(`${this.description}: gave ${rows.length} rows; expected exactly one; count with an aggregate`);
    }
    const columns = Object.keys(rows[0]);
    if (columns.length === 1) {
      return { waiting: this.count(rows[0], columns[0]), inFlight: 0 };
    }
    if (columns.length !== 2 || !columns.includes('waiting') || !columns.includes('in_flight')) {
      throw new Error(`${this.description}: gave the columns ${columns.join(', ') || '(none)'}; expected waiting and in_flight, or a single one; name them with AS`);
    }
    return { waiting: this.count(rows[0], 'waiting'), inFlight: this.count(rows[0], 'in_flight') };
  }

  /** It is looked at each second. */
  public watch(): () => void {
    return () => undefined;
  }

  /** Counts come as texts: a bigint need not fit into a number. */
  private count(row: { readonly [column: string]: unknown }, column: string): number {
    const value = row[column];
    const count = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
    if (!Number.isFinite(count) || count < 0) {
      throw new Error(`${this.description}: gave ${value === null ? 'NULL' : JSON.stringify(value)} as ${column}; expected a finite number of at least 0; `
        + 'correct the query, with COALESCE where it may find nothing');
    }
    return count;
  }
}
