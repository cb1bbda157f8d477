/** A web server with one model, that counts what is asked of it. */
import { createHash, randomBytes } from 'node:crypto';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

export class ModelServer {
  /** Starts it on loopback with a model of random bytes. */
  static async start(bytes: number): Promise<ModelServer> {
    const server = new ModelServer(randomBytes(bytes));
    await new Promise<void>((resolve) => server.http.listen(0, '127.0.0.1', resolve));
    return server;
  }

  readonly sha256: string;
  /** Requests until now. */
  requests = 0;
  private readonly http: Server;
  private held: Promise<void> = Promise.resolve();

  private constructor(private readonly model: Buffer) {
    this.sha256 = createHash('sha256').update(model).digest('hex');
    this.http = createServer((request, response) => {
      this.requests++;
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [undefined, '0', ''];
      const end = last === '' ? model.length - 1 : Math.min(Number(last), model.length - 1);
      const part = model.subarray(Number(first), end + 1);
      response.writeHead(request.headers.range === undefined ? 200 : 206, { 'content-length': part.length, 'content-range': `bytes ${first}-${end}/${model.length}` });
      void this.held.then(() => response.end(part));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.http.address() as AddressInfo).port}/model.safetensors`;
  }

  /** Keeps every answer's content back until what it returns is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.held = new Promise((resolve) => {
      release = resolve;
    });
    return release;
  }

  /** Whether a file holds the model. */
  isModel(content: Buffer): boolean {
    return content.equals(this.model);
  }

  close(): void {
    this.http.close();
    this.http.closeAllConnections();
  }
}
