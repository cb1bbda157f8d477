import { validateHeaderValue } from 'node:http';
import { HttpAnswer, HttpConnection } from './http-connection';
import { unreachable } from './unreachable';

/** Of the file that comes, not of what a server would make of it. */
const HEADERS = { 'accept-encoding': 'identity', 'user-agent': 'gpu-model-cache' };

/** Connections that are kept open between requests. */
export class Connections {
  private readonly all = new Set<HttpConnection>();
  private bytes = 0;

  /** Bytes that have come over all of them so far. */
  public get received(): number {
    return this.bytes;
  }

  /**
   * Asks once and returns the answer, whatever it says.
   *
   * @param signal gives up, also while the body comes
   * @throws Problem if there is none
   */
  public async ask(href: string, headers: { readonly [name: string]: string }, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted();
    Object.entries(headers).forEach(([name, value]) => validateHeaderValue(name, value));
    const url = new URL(href);
    const connection = [...this.all].find(({ origin, isFree }) => isFree && origin === url.origin) ?? this.open(url);
    try {
      return await connection.ask(url, { ...HEADERS, ...headers }, signal);
    } catch (error) {
      throw unreachable(withoutQuery(href), error as Error, 'check the address and the network to it');
    }
  }

  public close(): void {
    this.all.forEach((connection) => connection.destroy());
  }

  private open(url: URL): HttpConnection {
    const connection = new HttpConnection(url, { received: (bytes) => this.bytes += bytes, closed: () => this.all.delete(connection) });
    this.all.add(connection);
    return connection;
  }
}

/** A URL as messages may have it. */
export function withoutQuery(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
