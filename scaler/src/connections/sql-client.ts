import { readFileSync } from 'node:fs';
import { SqlDatabaseConfig } from '../../../lib/contract';

/** What a query gave, its columns in order: two may have one name. */
export interface SqlRows {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<readonly unknown[]>;
}

/** A session that can write nothing, with a server that gives up what takes longer than the connection allows. */
export interface SqlSession {
  rows(sql: string): Promise<SqlRows>;
  /** Ends it; nothing it still says is heard. */
  end(): void;
}

/** An error as the client libraries have them. */
export type SqlError = Error & { readonly code?: string; readonly errno?: number; readonly sqlState?: string };

/** What tells one type of SQL server from another. */
export interface SqlClient {
  /** The scheme of the servers' URLs, for messages. */
  readonly scheme: string;
  /** @param lost called when the session has ended by itself */
  connect(config: SqlDatabaseConfig, lost: (error: Error) => void): Promise<SqlSession>;
  /** Whether the server has answered with it, so that the session goes on. */
  isAnswer(error: SqlError): boolean;
  /** Whether it says that too much time has gone. */
  isOverdue(error: SqlError): boolean;
}

/** The password, read anew for each session. */
export function password({ passwordFile }: SqlDatabaseConfig): string | undefined {
  return passwordFile === undefined ? undefined : readFileSync(passwordFile, 'utf8').trimEnd();
}

/** What the server's certificate is verified against; the system roots if nothing. */
export function authorities({ caFile }: SqlDatabaseConfig): string | undefined {
  return caFile === undefined ? undefined : readFileSync(caFile, 'utf8');
}
