import { freePort } from '../../../rehearsal/src/run/free-port';
import { describeWithGoServer, goServer } from '../../../test/support/go-server';
import { ServerProcess } from '../../../test/support/server-process';

const FAKE_GCS_SERVER = 'fake-gcs-server';

/** `describe` for what needs a server that speaks the JSON API of Google Cloud Storage. */
export const describeWithGcs = describeWithGoServer(FAKE_GCS_SERVER);

/** An emulator of Google Cloud Storage, in a process on loopback, that keeps nothing and lets everybody in. */
export class GcsServer {
  public static async start(): Promise<GcsServer> {
    const server = new GcsServer(await freePort());
    await server.process.launch();
    return server;
  }

  private readonly process: ServerProcess;

  private constructor(private readonly port: number) {
    this.process = new ServerProcess({
      executable: goServer(FAKE_GCS_SERVER),
      args: ['-scheme', 'http', '-host', '127.0.0.1', '-port', String(port), '-external-url', this.endpoint, '-backend', 'memory'],
      ready: () => fetch(`${this.endpoint}/storage/v1/b`),
    });
  }

  public get endpoint(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  public async createBucket(name: string): Promise<void> {
    await this.post('/storage/v1/b', JSON.stringify({ name }));
  }

  public async put(bucket: string, name: string, content: Buffer): Promise<void> {
    await this.post(`/upload/storage/v1/b/${bucket}/o?uploadType=media&name=${encodeURIComponent(name)}`, content);
  }

  public stop(): Promise<void> {
    return this.process.kill();
  }

  private async post(path: string, body: Buffer | string): Promise<void> {
    const { ok, status } = await fetch(this.endpoint + path, { method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) });
    if (!ok) {
      throw new Error(`${path}: HTTP status ${status}`);
    }
  }
}
