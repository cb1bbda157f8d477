import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** A job of a trace. Seconds of the story. */
export interface TraceJob {
  /** After the start. */
  readonly arrival: number;
  /** Work on one worker. */
  readonly service: number;
}

/** How tokens become seconds, for traces of language models. */
export interface TokenTimes {
  readonly prefillTokensPerSecond: number;
  readonly secondsPerOutputToken: number;
}

/** The columns of each kind of trace. */
const SERVICE_COLUMNS = ['t_seconds', 'service_seconds'];
const TOKEN_COLUMNS = ['t_seconds', 'service_tokens', 'input_tokens'];

/**
 * Reads a trace: `t_seconds,service_seconds`, or `t_seconds,service_tokens,input_tokens` with times for a token.
 *
 * @throws Error that names the file, the line and the column
 */
export function readTrace(file: string, tokens: TokenTimes): TraceJob[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`--jobs: got ${JSON.stringify(file)}, which cannot be read; expected a CSV file with columns ${SERVICE_COLUMNS.join(',')}`);
  }
  return parseTrace(file, text, tokens);
}

/** As `readTrace`, of a text. */
export function parseTrace(file: string, text: string, tokens: TokenTimes): TraceJob[] {
  const rows: { readonly record: { readonly [column: string]: string }; readonly info: { readonly lines: number } }[] =
    parse(text, { columns: true, info: true, skip_empty_lines: true, trim: true, relax_column_count: true });
  if (rows.length === 0) {
    throw new Error(`${file}: no job; expected a header line and a line for each job`);
  }
  const columns = Object.keys(rows[0].record);
  const has = (wanted: readonly string[]) => wanted.every((column) => columns.includes(column));
  if (!has(SERVICE_COLUMNS) && !has(TOKEN_COLUMNS)) {
    throw new Error(`${file}: got columns ${columns.join(',')}; expected ${SERVICE_COLUMNS.join(',')} or ${TOKEN_COLUMNS.join(',')}; correct the header line`);
  }
  const jobs = rows.map(({ record, info }) => {
    const number = (column: string) => {
      const value = Number(record[column] === '' ? NaN : record[column]);
      if (!Number.isFinite(value) || value < 0) {
        throw new Error(`${file}:${info.lines}: ${column}: got ${JSON.stringify(record[column])}; expected a number of at least 0`);
      }
      return value;
    };
    const service = has(SERVICE_COLUMNS)
      ? number('service_seconds')
      : number('input_tokens') / tokens.prefillTokensPerSecond + number('service_tokens') * tokens.secondsPerOutputToken;
    return { arrival: number('t_seconds'), service };
  });
  return jobs.sort((a, b) => a.arrival - b.arrival);
}
