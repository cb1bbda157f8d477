import { randomBytes } from 'crypto';
import { AddressInfo, connect, createServer, Server, Socket } from 'net';

/** What becomes of everything that the server says. */
export type Mode =
  | 'passed on'
  /** It arrives when that ends. */
  | 'held up'
  /** The connection is dead from then on, and neither side is told. */
  | 'swallowed'
  /** As many other bytes in its place. */
  | 'garbled'
  /** Half of it, and then the end of the connection. */
  | 'cut short'
  | { readonly delayedByMs: number };

/** A network of a test's own between a client and a server on loopback. What the client says arrives as it is. */
export class TcpProxy {
  /** Starts one on a free port. */
  public static async start(serverPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(serverPort);
    await new Promise<void>((resolve) => proxy.listener.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  private mode: Mode = 'passed on';
  private readonly listener: Server;
  private readonly sockets = new Set<Socket>();
  private readonly dead = new Set<Socket>();
  private readonly heldUp: (() => void)[] = [];

  private constructor(serverPort: number) {
    this.listener = createServer((client) => {
      const server = connect(serverPort, '127.0.0.1');
      for (const [one, other] of [[client, server], [server, client]]) {
        this.sockets.add(one);
        one.on('error', () => undefined); // it is closed then
        one.on('close', () => {
          this.sockets.delete(one);
          this.dead.delete(one);
          other.destroy();
        });
      }
      client.on('data', (bytes) => server.write(bytes));
      server.on('data', (bytes) => this.pass(bytes, client));
    });
  }

  public get port(): number {
    return (this.listener.address() as AddressInfo).port;
  }

  /** Goes on otherwise, also with the connections that are open. */
  public turn(mode: Mode): void {
    this.mode = mode;
    this.heldUp.splice(0).forEach((pass) => pass());
  }

  public async stop(): Promise<void> {
    this.sockets.forEach((socket) => socket.destroy());
    await new Promise((resolve) => this.listener.close(resolve));
  }

  private pass(bytes: Buffer, client: Socket): void {
    if (this.dead.has(client)) {
      return;
    }
    if (typeof this.mode === 'object') {
      setTimeout(() => client.write(bytes), this.mode.delayedByMs);
      return;
    }
    switch (this.mode) {
      case 'passed on': client.write(bytes); break;
      case 'held up': this.heldUp.push(() => this.pass(bytes, client)); break;
      case 'swallowed': this.dead.add(client); break;
      case 'garbled': client.write(randomBytes(bytes.length)); break;
      case 'cut short': client.end(bytes.subarray(0, bytes.length / 2)); break;
    }
  }
}
