import { LookupAddress } from 'node:dns';
import { readFileSync } from 'node:fs';
import { Agent, IncomingMessage, request as httpRequest } from 'node:http';
import { Agent as SecureAgent, request as httpsRequest } from 'node:https';
import { LookupFunction } from 'node:net';
import { overdue, timeoutOf } from './time-limit';
import { HttpServerConfig } from '../../../lib/contract';
import { Log } from '../log';

/** How long an answer may be: it is held in memory. */
export interface AnswerLimit {
  readonly bytes: number;
  /** What is asked for, and what to do if it is longer; for error messages. */
  readonly expected: string;
}

/** A longer answer is no number of jobs. */
const SHORT: AnswerLimit = { bytes: 1_000_000, expected: 'a number of jobs; check what the metric source asks for' };

/** What is asked of a server. */
export interface HttpRequest {
  /** Begins with a slash, and is added to the base URL as it is. */
  readonly path: string;
  /** What is asked for, for error messages. */
  readonly what: string;
  /**
   * Aborted when nobody waits for the answer any more.
   *
   * @default - never, where several wait for one answer: who gives up must not end what the others wait for, and an answer has a deadline anyway
   */
  readonly signal?: AbortSignal;
  /** @default application/json */
  readonly accept?: string;
  /** @default - 1 MB */
  readonly limit?: AnswerLimit;
  /** Finds the server's own words in the JSON of an answer that is an error. */
  readonly refusalIn?: (body: unknown) => string | undefined;
}

/** What a server answered. */
interface Answer {
  readonly status: number;
  readonly body: string;
}

/** The server gave no answer. */
class NoAnswerError extends Error {}

/** An HTTP server that answers soon or fails soon. It is asked nothing but GETs under its base URL, and redirects are not followed. */
export class HttpConnection {
  private readonly base: URL;
  private readonly agent: Agent;
  private away = false;

  /** @param pod the address of one of several servers that have the host's name; if absent, whatever the name resolves to */
  public constructor(
    private readonly name: string, private readonly config: HttpServerConfig, private readonly log: Log, private readonly pod?: LookupAddress,
  ) {
    this.base = new URL(config.url);
    this.agent = new (this.secure ? SecureAgent : Agent)({ keepAlive: true });
  }

  /** The connection and its server, for error messages. */
  public get description(): string {
    return `connection ${this.name}: ${this.address}`;
  }

  /**
   * GETs JSON.
   *
   * @throws Error that names the connection, the server and what was asked for, and says what to check
   */
  public async get(request: HttpRequest): Promise<unknown> {
    const json = parsed(await this.text(request));
    if (json === undefined) {
      throw new Error(`${this.description}: ${request.what}: answered something that is not JSON; check the URL of the connection, and what serves it`);
    }
    return json;
  }

  /**
   * GETs a text.
   *
   * @throws Error that names the connection, the server and what was asked for, and says what to check
   */
  public async text(request: HttpRequest): Promise<string> {
    const { what, refusalIn = () => undefined } = request;
    const { status, body } = await this.answerTo(request);
    if (status < 200 || status > 299) {
      throw new Error(`${this.description}: ${what}: ${wordsFor(status, refusalIn(parsed(body)))}`);
    }
    return body;
  }

  public close(): void {
    this.agent.destroy();
  }

  private get address(): string {
    return this.pod === undefined ? this.config.url : `${this.config.url}, pod ${this.pod.address}`;
  }

  private get secure(): boolean {
    return this.base.protocol === 'https:';
  }

  private async answerTo(request: HttpRequest): Promise<Answer> {
    try {
      const answer = await this.ask(request);
      if (this.away) {
        this.log('info', 'connection is back', { connection: this.name, address: this.address });
      }
      this.away = false;
      return answer;
    } catch (error) {
      if (error instanceof NoAnswerError && !this.away && request.signal?.aborted !== true) {
        this.log('error', 'connection lost', { connection: this.name, address: this.address, problem: error.message });
        this.away = true;
      }
      throw new Error(`${this.description}: ${(error as Error).message}`);
    }
  }

  private async ask(asked: HttpRequest): Promise<Answer> {
    const { path, signal, accept = 'application/json', limit = SHORT } = asked;
    // All files are read again, as Secrets may be exchanged.
    const options = {
      agent: this.agent,
      signal,
      hostname: hostOf(this.base),
      lookup: this.pod && answerWith(this.pod),
      port: this.base.port,
      path: this.base.pathname.replace(/\/$/, '') + path,
      headers: { ...this.headers(), accept },
      ca: this.config.caFile === undefined ? undefined : readFileSync(this.config.caFile, 'utf8'),
    };
    const timeoutMs = timeoutOf(this.config);
    return new Promise((resolve, reject) => {
      const request = (this.secure ? httpsRequest : httpRequest)(options, (response) => {
        bodyOf(response, limit).then((body) => resolve({ status: response.statusCode!, body }), fail);
      });
      const timer = setTimeout(() => fail(new NoAnswerError(overdue(timeoutMs))), timeoutMs);
      const fail = (error: Error) => {
        clearTimeout(timer);
        reject(error);
        request.destroy();
      };
      request.on('close', () => clearTimeout(timer));
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The server may close a connection that was kept at the moment at which it is used again.
        if (request.reusedSocket && error.code === 'ECONNRESET') {
          clearTimeout(timer);
          this.ask(asked).then(resolve, reject);
        } else {
          fail(new NoAnswerError(`${error.message || error.code}; check that it runs, that this pod may connect to it, and its certificate if it has one`));
        }
      });
      request.end();
    });
  }

  private headers(): { [name: string]: string } {
    const { authentication, headerFiles = {} } = this.config;
    const headers = Object.fromEntries(Object.entries(headerFiles).map(([name, file]) => [name, secretIn(file)]));
    if (authentication?.type === 'bearer') {
      headers.authorization = `Bearer ${secretIn(authentication.tokenFile)}`;
    } else if (authentication?.type === 'basic') {
      headers.authorization = `Basic ${Buffer.from(`${authentication.username}:${secretIn(authentication.passwordFile)}`).toString('base64')}`;
    }
    return headers;
  }
}

/** The host of a URL as a resolver takes it. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** A resolver that knows one address. */
function answerWith(known: LookupAddress): LookupFunction {
  return (_hostname, { all }, callback) => (all ? callback(null, [known]) : callback(null, known.address, known.family));
}

function secretIn(file: string): string {
  return readFileSync(file, 'utf8').trimEnd();
}

async function bodyOf(response: IncomingMessage, { bytes, expected }: AnswerLimit): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      length += (chunk as Buffer).length;
      if (length > bytes) {
        break;
      }
    }
  } catch {
    throw new NoAnswerError('closed the connection before it had answered; check that it runs');
  }
  if (length > bytes) {
    throw new Error(`answered more than ${bytes} bytes; expected ${expected}`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** What an answer that is no success means to whoever has to correct it. */
function wordsFor(status: number, refusal: string | undefined): string {
  if (status === 401 || status === 403) {
    return `answered ${status}; check the authentication of the connection`;
  }
  if (status >= 300 && status < 400) {
    return `answered ${status}, and redirects are not followed; check the URL of the connection, and what the metric source asks for`;
  }
  return `answered ${status}${refusal === undefined ? '' : `: ${refusal}`}; check the server, and what the metric source asks for`;
}
