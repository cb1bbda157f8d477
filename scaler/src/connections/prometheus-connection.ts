import { HttpConnection } from './http-connection';

/** One sample of an instant query. */
export interface Sample {
  readonly labels: { readonly [name: string]: string };
  /** Finite. */
  readonly value: number;
}

/** An answer of Prometheus' API, as far as it is what the documentation says. */
interface ApiAnswer {
  readonly status?: unknown;
  readonly error?: unknown;
  readonly warnings?: unknown;
  readonly data?: { readonly resultType?: unknown; readonly result?: unknown };
}

/** What is read of a sample's value: the time, and the number as a text. */
type ApiValue = readonly [time: unknown, value: unknown];

/** A server that answers Prometheus' HTTP API. */
export class PrometheusConnection {
  public constructor(private readonly server: HttpConnection) {}

  /** The connection and its server, for error messages. */
  public get description(): string {
    return this.server.description;
  }

  /**
   * What an instant query gives now: a vector's samples, or a scalar as one without labels.
   *
   * @throws Error that names the connection and the query, and says what to check; also for NaN, infinite values, and answers that may be a part
   */
  public async query(query: string, signal: AbortSignal): Promise<readonly Sample[]> {
    const what = `query ${query}`;
    const answer = await this.server.get({ path: `/api/v1/query?query=${encodeURIComponent(query)}`, what, signal, refusalIn: errorIn }) as ApiAnswer | null;
    try {
      return samplesOf(answer);
    } catch (error) {
      throw new Error(`${this.description}: ${what}: ${(error as Error).message}`);
    }
  }

  public close(): void {
    this.server.close();
  }
}

function errorIn(body: unknown): string | undefined {
  const error = (body as ApiAnswer | null | undefined)?.error;
  return typeof error === 'string' ? error : undefined;
}

function samplesOf(answer: ApiAnswer | null): readonly Sample[] {
  const { resultType, result } = answer?.data ?? {};
  if (answer?.status !== 'success' || !Array.isArray(result)) {
    throw new Error("the answer is not one of Prometheus' API; check the URL of the connection");
  }
  // Thanos warns of a store that is away, Prometheus of remote storage that is, and of series that a function left out.
  if (Array.isArray(answer.warnings) && answer.warnings.length > 0) {
    throw new Error(`the answer may be a part of the whole: ${answer.warnings.join('; ')}; check the server's storage and the query`);
  }
  if (resultType === 'scalar') {
    return [{ labels: {}, value: valueOf(result as unknown as ApiValue) }];
  }
  if (resultType !== 'vector') {
    throw new Error(`gave a ${String(resultType)}; expected an instant vector or a scalar; take the range off, or aggregate over it`);
  }
  return result.map(({ metric = {}, value = [] }) => ({ labels: metric, value: valueOf(value) }));
}

function valueOf([, text]: ApiValue): number {
  const value = typeof text === 'string' && text !== '' ? Number(text) : NaN;
  if (!Number.isFinite(value)) {
    throw new Error(`gave ${String(text)}; expected a finite number; check what the query divides by, and what is exported`);
  }
  return value;
}
