import { existsSync } from 'fs';
import { join } from 'path';
import { ServerProcess } from './server-process';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** An emulated SQS of a test's own, in a process on loopback, that keeps nothing. */
export class SqsServer extends TestServer {
  /** Starts one on a free port and returns when it answers. */
  public static async start(): Promise<SqsServer> {
    const server = new SqsServer(await freePort());
    await server.launch();
    return server;
  }

  protected readonly server: ServerProcess;

  private constructor(private readonly port: number) {
    super();
    this.server = new ServerProcess({
      executable: process.execPath,
      args: [join(fauxqs(), 'dist/cli.js')],
      env: { FAUXQS_PORT: String(port), FAUXQS_LOGGER: 'false' },
      ready: () => fetch(`${this.endpoint}/health`),
    });
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }
}

/** The folder of the emulator's package, which only a module of its own kind may ask for by name. */
function fauxqs(): string {
  const [folder] = (require.resolve.paths('fauxqs') ?? []).map((path) => join(path, 'fauxqs')).filter((path) => existsSync(join(path, 'package.json')));
  return folder;
}
