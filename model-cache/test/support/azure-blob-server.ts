import { join } from 'node:path';
import { freePort } from '../../../rehearsal/src/run/free-port';
import { ServerProcess } from '../../../test/support/server-process';

const AZURITE = join(require.resolve('azurite/package.json'), '../dist/src/blob/main.js');

/** Microsoft's emulator of Azure Blob Storage, in a process on loopback, that keeps nothing. */
export class AzureBlobServer {
  public static async start(): Promise<AzureBlobServer> {
    const server = new AzureBlobServer(await freePort());
    await server.process.launch();
    return server;
  }

  /** The emulator's account, and its well-known key. */
  public readonly account = 'devstoreaccount1';
  public readonly key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';
  private readonly process: ServerProcess;

  private constructor(private readonly port: number) {
    this.process = new ServerProcess({
      executable: process.execPath,
      args: [AZURITE, '--blobPort', String(port), '--inMemoryPersistence', '--silent', '--skipApiVersionCheck', '--disableTelemetry'],
      ready: () => fetch(this.endpoint),
    });
  }

  /** Of the account. */
  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}/${this.account}`;
  }

  public stop(): Promise<void> {
    return this.process.kill();
  }
}
