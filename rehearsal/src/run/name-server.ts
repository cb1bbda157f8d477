import { createSocket, RemoteInfo, Socket } from 'node:dgram';
import { once } from 'node:events';
import { decode, encode } from 'dns-packet';

const SECONDS_TO_KEEP = 5;

/** DNS on loopback for one name: what the cluster's DNS is for a headless Service. */
export class NameServer {
  /**
   * @param name the only name that it knows
   */
  public static async start(name: string): Promise<NameServer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new NameServer(socket, name);
  }

  /** IPv4 addresses that the name stands for now. */
  public addresses: readonly string[] = [];

  private constructor(private readonly socket: Socket, public readonly name: string) {
    socket.on('message', (message, asker) => this.answer(message, asker));
  }

  /** Where it can be asked, `host:port`. */
  public get address(): string {
    return `127.0.0.1:${this.socket.address().port}`;
  }

  public async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  private answer(message: Buffer, asker: RemoteInfo): void {
    const { id, questions = [] } = decode(message);
    const known = questions.every(({ name }) => name.toLowerCase() === this.name);
    const answers = questions.filter(({ type }) => known && type === 'A').flatMap(({ name }) =>
      this.addresses.map((data) => ({ type: 'A' as const, name, ttl: SECONDS_TO_KEEP, data })));
    const nameError = 3;
    this.socket.send(encode({ type: 'response', id, flags: known ? 0 : nameError, questions, answers }), asker.port, asker.address);
  }
}
