import { Connections, withoutQuery } from './connections';
import { HttpAnswer } from './http-connection';
import { RemoteRequest } from './remote-file';
import { Problem } from '../problem';

const MOST_REDIRECTS = 5;

/** Bytes of a body that nobody wants which are read, so that its connection can be used again. */
const MOST_UNWANTED = 64 * 1024;

/** An answer that says yes, and the URL that gave it. */
export interface Located extends HttpAnswer {
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
export async function httpGet(connections: Connections, request: RemoteRequest, range: string | undefined, signal: AbortSignal): Promise<Located> {
  let { url, headers = {} } = request;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await connections.ask(url, range === undefined ? headers : { ...headers, range }, signal);
    const { status, headers: { location, 'retry-after': retryAfter } } = answer;
    if (ANSWERS.includes(status)) {
      return { ...answer, location: { url, headers } };
    }
    await discard(answer);
    if (status < 300 || status >= 400 || location === undefined) {
      throw refused(url, status, retryAfter);
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

/** Reads a body that nobody wants to its end, so that the connection is free again; not one without end. */
export async function discard({ body }: HttpAnswer): Promise<void> {
  let seen = 0;
  try {
    for await (const chunk of body) {
      seen += chunk.length;
      if (seen > MOST_UNWANTED) {
        return;
      }
    }
  } catch {
    // Nobody wants the rest either.
  }
}
