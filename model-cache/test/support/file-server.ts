import { createHash } from 'node:crypto';
import { createServer, IncomingMessage, request as ask, Server, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { KeyPair } from '../../../rehearsal/src/control-plane/pki';

/** What a server does wrong with one request. */
export type Fault =
  | { readonly type: 'status'; readonly status: number; readonly headers?: { readonly [name: string]: string } }
  /** The connection ends after so many bytes of the body. */
  | { readonly type: 'cut'; readonly after: number }
  /** A byte every so often. */
  | { readonly type: 'trickle'; readonly everyMs: number }
  /** The content is another one. */
  | { readonly type: 'garble' }
  /** Nothing is answered. */
  | { readonly type: 'hang' };

/** An HTTP server of files that knows ranges and ETags, and does wrong what it is told to. */
export class FileServer {
  /** @param tls its certificate and key, if it is to speak TLS */
  public static async start(tls?: KeyPair): Promise<FileServer> {
    const server = new FileServer(tls);
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** What is served, by path. */
  public readonly files = new Map<string, Buffer>();
  /** Requests so far. */
  public readonly requests: { readonly path: string; readonly range?: string; readonly authorization?: string }[] = [];
  /** Bytes of files that were sent. */
  public sent = 0;
  /** Whether parts of files are given. */
  public ranges = true;
  private readonly server: Server;
  private readonly etags = new WeakMap<Buffer, string>();
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly tls?: KeyPair) {
    const answer = (request: IncomingMessage, response: ServerResponse) => this.answer(request, response);
    this.server = tls === undefined ? createServer(answer) : createTlsServer({ cert: tls.certificate, key: tls.key }, answer);
    this.server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** What to do wrong with a request; nothing if it returns nothing. */
  public fault: (path: string, request: IncomingMessage) => Fault | undefined = () => undefined;
  /** Answers a request itself, if it returns true. */
  public handler: (request: IncomingMessage, response: ServerResponse, fault?: Fault) => boolean = () => false;

  public get url(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Passes everything on to another server, but for what it is told to do wrong. */
  public passOn(endpoint: string): void {
    this.handler = (request, response, fault) => {
      const outgoing = ask(endpoint + request.url!, { method: request.method, headers: request.headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.on('data', (chunk: Buffer) => response.write(fault?.type === 'garble' ? chunk.fill('x') : chunk)).once('end', () => response.end());
      });
      request.pipe(outgoing.once('error', () => response.destroy()));
      return true;
    };
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url!, this.url).pathname);
    const { range, authorization } = request.headers;
    this.requests.push({ path, range, authorization });
    const fault = this.fault(path, request);
    if (fault?.type === 'hang') {
      return;
    }
    if (fault?.type === 'status') {
      response.writeHead(fault.status, fault.headers).end('no');
      return;
    }
    if (this.handler(request, response, fault)) {
      return;
    }
    const file = this.files.get(path);
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    this.send(response, file, this.ranges ? range : undefined, fault);
  }

  private send(response: ServerResponse, file: Buffer, range: string | undefined, fault: Fault | undefined): void {
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (Number(first) >= file.length) {
      response.writeHead(416, { 'content-range': `bytes */${file.length}` }).end();
      return;
    }
    const [from, to] = first === undefined ? [0, file.length] : [Number(first), Math.min(file.length, Number(last) + 1)];
    const body = Buffer.from(file.subarray(from, to));
    response.writeHead(first === undefined ? 200 : 206, {
      'content-length': body.length,
      'etag': this.etagOf(file),
      ...(first === undefined ? {} : { 'content-range': `bytes ${from}-${to - 1}/${file.length}` }),
    });
    switch (fault?.type) {
      case 'cut':
        this.sent += fault.after;
        response.write(body.subarray(0, fault.after), () => response.socket?.destroy());
        break;
      case 'trickle':
        this.trickle(response, body, fault.everyMs);
        break;
      case 'garble':
        body[0] = 255 - body[0];
        this.sent += body.length;
        response.end(body);
        break;
      default:
        this.sent += body.length;
        response.end(body);
    }
  }

  private etagOf(file: Buffer): string {
    const etag = this.etags.get(file) ?? `"${sha256(file).slice(0, 16)}"`;
    this.etags.set(file, etag);
    return etag;
  }

  private trickle(response: ServerResponse, body: Buffer, everyMs: number): void {
    let at = 0;
    const timer = setInterval(() => {
      this.sent++;
      response.write(body.subarray(at, ++at));
      if (at === body.length) {
        clearInterval(timer);
        response.end();
      }
    }, everyMs);
    response.once('close', () => clearInterval(timer));
  }
}

export function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}
