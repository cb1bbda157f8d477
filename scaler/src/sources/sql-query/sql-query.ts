import { SqlConnection } from '../../connections/sql-connection';
import { Reading, Source } from '../source';

/** The row of a declared query: its columns `waiting` and `in_flight`, or its only column. */
export class SqlQuerySource implements Source {
  public readonly description: string;
  private readonly sql: string;

  /**
   * @param what names the query, for error messages
   * @throws ContractError if the connection has no query of the name
   */
  public constructor(private readonly connection: SqlConnection, query: string, what: string = `query ${query}`) {
    this.sql = connection.sql(query);
    this.description = `${connection.description}: ${what}`;
  }

  public async read(signal: AbortSignal): Promise<Reading> {
    const { columns, rows } = await this.connection.rows(this.sql, signal);
    if (rows.length !== 1) {
      throw new Error(`${this.description}: gave ${rows.length} rows; expected exactly one; count with an aggregate`);
    }
    if (columns.length === 1) {
      return { waiting: this.count(columns[0], rows[0][0]) };
    }
    if (columns.length !== 2 || !columns.includes('waiting') || !columns.includes('in_flight')) {
      throw new Error(`${this.description}: gave the columns ${columns.join(', ') || '(none)'}; expected waiting and in_flight, or a single one; name them with AS`);
    }
    const [waiting, inFlight] = ['waiting', 'in_flight'].map((column) => this.count(column, rows[0][columns.indexOf(column)]));
    return { waiting, inFlight };
  }

  /** Counts come as texts: a bigint need not fit into a number. */
  private count(column: string, value: unknown): number {
    const count = typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : NaN;
    if (!Number.isFinite(count) || count < 0) {
      throw new Error(`${this.description}: gave ${value === null ? 'NULL' : JSON.stringify(value)} as ${column}; expected a finite number of at least 0; `
        + 'correct the query, with COALESCE where it may find nothing');
    }
    return count;
  }
}
