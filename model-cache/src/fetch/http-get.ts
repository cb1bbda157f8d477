import { ClientRequest, Agent as HttpAgent, IncomingMessage, get as httpGetPlain } from 'node:http';
import { Agent as HttpsAgent, get as httpGetTls } from 'node:https';
import { RemoteRequest } from './remote-file';
import { Problem } from '../problem';

const MOST_REDIRECTS = 5;

/** Bytes of a refusal that are read, so that its connection can be used again. */
const MOST_OF_REFUSAL = 64 * 1024;

/** Connections that are kept open between requests. */
export class Connections {
  private readonly http = new HttpAgent({ keepAlive: true });
  private readonly https = new HttpsAgent({ keepAlive: true });

  /** Asks once and returns the head of the answer, whatever it says. */
  public ask(url: string, headers: { readonly [name: string]: string }, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(new Problem('unavailable', `${withoutQuery(url)}: ${error.message}; check the address and the network to it`));
      const options = { headers: { 'accept-encoding': 'identity', 'user-agent': 'gpu-model-cache', ...headers }, signal };
      const request: ClientRequest = url.startsWith('https:')
        ? httpGetTls(url, { ...options, agent: this.https }, resolve)
        : httpGetPlain(url, { ...options, agent: this.http }, resolve);
      request.once('error', fail);
    });
  }

  public close(): void {
    this.http.destroy();
    this.https.destroy();
  }
}

/** An answer that says yes, and the URL that gave it. */
export interface Answer {
  readonly response: IncomingMessage;
  /** Where redirects ended; it may be asked again while it is valid. */
  readonly location: RemoteRequest;
}

/** With 416 the server says how long a file is that has no such part: an empty one has none at all. */
const ANSWERS = [200, 206, 416];

/**
 * Asks, and follows redirects.
 *
 * @throws Problem for any answer but 200, 206 and 416; it names the server, never a query, which may hold a signature
 */
export async function httpGet(connections: Connections, request: RemoteRequest, range: string | undefined, signal: AbortSignal): Promise<Answer> {
  let { url, headers = {} } = request;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await connections.ask(url, range === undefined ? headers : { ...headers, range }, signal);
    const { statusCode = 0, headers: { location } } = response;
    if (ANSWERS.includes(statusCode)) {
      return { response, location: { url, headers } };
    }
    discard(response);
    if (statusCode < 300 || statusCode >= 400 || location === undefined) {
      throw refused(url, statusCode, response.headers['retry-after']);
    }
    const next = new URL(location, url);
    headers = next.origin === new URL(url).origin ? headers : {};
    url = next.href;
  }
  throw new Problem('unavailable', `${withoutQuery(request.url)}: more than ${MOST_REDIRECTS} redirects; correct the URL`);
}

function refused(url: string, status: number, retryAfter: string | undefined): Problem {
  const what = `${withoutQuery(url)}: HTTP status ${status}`;
  switch (status) {
    case 401:
    case 403:
      return new Problem('denied', what);
    case 404:
    case 410:
      return new Problem('absent', `${what}; correct the name, or put it there`);
    case 412:
      return new Problem('changed', `${what}: it is no longer what was listed`);
    default: {
      const seconds = Number(retryAfter);
      return new Problem(status === 429 || status === 503 ? 'busy' : 'unavailable', `${what}; it is tried again`, Number.isFinite(seconds) ? seconds * 1000 : undefined);
    }
  }
}

/** Reads a refusal to its end, so that the connection is free again; not one without end. */
function discard(response: IncomingMessage): void {
  let seen = 0;
  response.on('error', () => undefined).on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen > MOST_OF_REFUSAL) {
      response.destroy();
    }
  });
}

/** A URL as messages may have it. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
