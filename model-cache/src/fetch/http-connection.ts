import { connect as connectPlain, isIP, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { HTTPParser } from 'http-parser-js';

/** Bytes of a connection's block: few large reads and writes cost less than many small ones. */
const BLOCK = 512 * 1024;

/** With less room it is full: a read of a few bytes costs as much as one of many. */
const LEAST_ROOM = 64 * 1024;

HTTPParser.maxHeaderSize = 2 * BLOCK; // it counts the rest of a body that is read before a head as part of this head

/** A connection that did not bring what it began. */
export class ConnectionError extends Error {}

/** The head of an answer, and what follows it. Whoever gets one reads its body, to its end or not, so that the connection is given back. */
export interface HttpAnswer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: { readonly [name: string]: string | undefined };
  /** The body, once. Each chunk holds until the next one is asked for; an error comes after all that came before it. */
  readonly body: AsyncIterable<Buffer>;
  /** Bytes of the body that have come so far. */
  received(): number;
}

/** Who is told what becomes of a connection. */
export interface ConnectionEvents {
  /** So many bytes have come. */
  readonly received: (bytes: number) => void;
  /** It can be asked no longer. */
  readonly closed: () => void;
}

/**
 * A connection to an HTTP server, for one request after the other, that brings much for little work: bytes are read into one block, over and over, and
 * written to the disk from there. Meanwhile the system keeps what comes. `node:http` copies each 64 KiB, and leaves the copies to the garbage collector:
 * together this took more time than everything else.
 */
export class HttpConnection {
  /** That of the URLs that it may be asked for. */
  public readonly origin: string;
  private readonly socket: Socket;
  private readonly parser = new HTTPParser(HTTPParser.RESPONSE);
  private readonly block = Buffer.allocUnsafeSlow(BLOCK);
  /** What of it belongs to the body and is not handed on yet. */
  private from = 0;
  private to = 0;
  /** What is handed on and nobody has asked for yet. */
  private chunk?: Buffer;
  /** Whoever waits for the next chunk; nothing is the end. */
  private waiting?: (chunk?: Buffer) => void;
  /** Whoever waits for the head of an answer. */
  private asking?: { readonly resolve: (answer: HttpAnswer) => void; readonly reject: (error: Error) => void };
  private received = 0;
  private complete = true;
  private keepAlive = true;
  private isAsked = false;
  /** Whoever has asked is heard no longer. */
  private release?: () => void;
  private isClosed = false;
  private problem?: Error;

  public constructor({ protocol, hostname, port, origin }: URL, private readonly events: ConnectionEvents) {
    this.origin = origin;
    const host = hostname.replace(/^\[|\]$/g, '');
    const isTls = protocol === 'https:';
    const options = {
      host,
      port: port === '' ? (isTls ? 443 : 80) : Number(port),
      onread: { buffer: () => this.room(), callback: (bytes: number) => this.read(bytes) },
    };
    this.socket = isTls ? connectTls({ ...options, servername: isIP(host) === 0 ? host : undefined }) : connectPlain(options);
    this.socket.setNoDelay(true).resume(); // else it would not tell of its end
    this.socket
      .once('error', (error) => this.problem ??= new ConnectionError(`the connection was cut (${error.message})`, { cause: error }))
      .once('end', () => this.parser.finish())
      .once('close', () => this.close());
    this.parser[HTTPParser.kOnHeadersComplete] = ({ statusCode, headers, shouldKeepAlive }) => this.head(statusCode, headers, shouldKeepAlive);
    this.parser[HTTPParser.kOnBody] = (bytes) => this.take(bytes);
    this.parser[HTTPParser.kOnMessageComplete] = () => this.complete ||= this.asking === undefined; // 100 Continue is no answer
  }

  /** Whether it may be asked: what it was asked before has been read. */
  public get isFree(): boolean {
    return !this.isAsked && !this.socket.destroyed;
  }

  /**
   * Asks, and returns when the head of the answer is there.
   *
   * @param signal gives up, until the body has been read
   */
  public ask({ host, pathname, search }: URL, headers: { readonly [name: string]: string }, signal: AbortSignal): Promise<HttpAnswer> {
    const giveUp = () => this.destroy(signal.reason as Error);
    signal.addEventListener('abort', giveUp);
    this.release = () => signal.removeEventListener('abort', giveUp);
    const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
    [this.isAsked, this.complete, this.received] = [true, false, 0];
    return new Promise((resolve, reject) => {
      this.asking = { resolve, reject };
      this.socket.write(`GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`);
    });
  }

  /** Gives up. Whoever waits gets the reason. */
  public destroy(reason?: Error): void {
    this.problem ??= reason;
    this.socket.destroy();
  }

  /** Where the next bytes are read to. Node.js asks for it after each read. */
  private room(): Buffer {
    return this.block.subarray(this.to);
  }

  /** Bytes have been read. Returns whether to go on: not while somebody has what is in the block. */
  private read(bytes: number): boolean {
    this.events.received(bytes);
    const result = this.parser.execute(this.block, this.to, bytes);
    if (result instanceof Error) {
      this.destroy(new ConnectionError(`this is no answer in HTTP/1.1 (${result.message})`));
    } else if (this.to === this.from) {
      this.from = this.to = 0;
      this.end();
    } else if (this.complete || BLOCK - this.to < LEAST_ROOM) {
      this.handOn();
      return false;
    }
    return true;
  }

  private head(status: number, raw: readonly string[], keepAlive: boolean): void {
    if (status < 200) {
      return;
    }
    const headers = Object.fromEntries(raw.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), raw[index + 1]]] : [])));
    const asking = this.asking;
    [this.asking, this.keepAlive] = [undefined, keepAlive];
    asking?.resolve({ status, headers, body: this.body(), received: () => this.received });
  }

  /** Bytes of the body, in the block. What stands between them, as with chunked encoding, is closed up. */
  private take(bytes: Buffer): void {
    const at = bytes.byteOffset - this.block.byteOffset;
    if (this.from === this.to) {
      this.from = this.to = at;
    } else if (at !== this.to) {
      this.block.copyWithin(this.to, at, at + bytes.length);
    }
    this.to += bytes.length;
    this.received += bytes.length;
  }

  private handOn(): void {
    const chunk = this.block.subarray(this.from, this.to);
    [this.from, this.to] = [0, 0];
    if (this.waiting === undefined) {
      this.chunk = chunk;
    } else {
      const give = this.waiting;
      this.waiting = undefined;
      give(chunk);
    }
  }

  /** Tells of the end, if it is there. */
  private end(): void {
    if (this.complete || this.isClosed) {
      this.waiting?.();
      this.waiting = undefined;
    }
  }

  private close(): void {
    this.isClosed = true;
    this.release?.();
    this.problem ??= new ConnectionError('the connection was cut');
    if (this.to > this.from) {
      this.handOn();
    }
    this.end();
    this.asking?.reject(this.problem);
    this.events.closed();
  }

  private async *body(): AsyncGenerator<Buffer> {
    try {
      for (let chunk = await this.next(); chunk !== undefined; chunk = await this.next()) {
        yield chunk;
      }
    } finally {
      this.isAsked = false;
      this.release?.();
      if (!this.complete || this.chunk !== undefined || !this.keepAlive) {
        this.socket.destroy();
      }
    }
  }

  /** The next chunk, which takes the place of the last one; nothing at the end. */
  private async next(): Promise<Buffer | undefined> {
    const { chunk } = this;
    if (chunk !== undefined) {
      this.chunk = undefined;
      return chunk;
    }
    this.socket.resume();
    const next = this.complete || this.isClosed ? undefined : await new Promise<Buffer | undefined>((resolve) => this.waiting = resolve);
    if (next === undefined && !this.complete) {
      throw this.problem!;
    }
    return next;
  }
}
