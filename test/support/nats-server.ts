import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a NATS server. */
export const describeWithNats = describeWith('nats-server');

/** A real nats-server of a test's own, on loopback, with JetStream. It keeps streams in files over a restart. */
export class NatsServer extends TestServer {
  /**
   * Starts one on a free port and returns when it answers.
   *
   * @param config further lines of its configuration
   */
  public static async start(config: string = ''): Promise<NatsServer> {
    const server = new NatsServer(await freePort(), await freePort(), config);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'nats-'));
  private readonly file = join(this.directory, 'nats.conf');
  protected readonly server: ServerProcess;

  private constructor(public readonly port: number, private readonly monitoringPort: number, config: string) {
    super();
    this.configure(config);
    this.server = new ServerProcess({ executable: 'nats-server', args: ['--config', this.file], ready: () => this.greets() });
  }

  /** Lets it go on with other further lines of its configuration. */
  public reconfigure(config: string): void {
    this.configure(config);
    this.server.reload();
  }

  /** The subjects that the client of a name has subscribed to. */
  public async subscriptions(client: string): Promise<readonly string[]> {
    const answer = await fetch(`http://127.0.0.1:${this.monitoringPort}/connz?subs=1`);
    const { connections } = await answer.json() as { connections: readonly { name?: string; subscriptions_list?: readonly string[] }[] };
    return connections.filter(({ name }) => name === client).flatMap((connection) => connection.subscriptions_list ?? []);
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private configure(config: string): void {
    writeFileSync(this.file, `listen: 127.0.0.1:${this.port}\nhttp: 127.0.0.1:${this.monitoringPort}\njetstream { store_dir: "${this.directory}" }\n${config}\n`);
  }

  /** A server says what it is to whoever connects, before any password or certificate. */
  private greets(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1').once('error', reject).once('close', () => reject(new Error('it closed the connection')));
      socket.once('data', () => {
        resolve();
        socket.destroy();
      });
    });
  }
}
