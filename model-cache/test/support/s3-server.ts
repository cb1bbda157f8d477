import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { KeyPair } from '../../../rehearsal/src/control-plane/pki';
import { freePort } from '../../../rehearsal/src/run/free-port';
import { describeWithGoServer, goServer } from '../../../test/support/go-server';
import { ServerProcess } from '../../../test/support/server-process';

const VERSITYGW = 'versitygw';

/** `describe` for what needs an S3 server. */
export const describeWithS3 = describeWithGoServer(VERSITYGW);

/** An access key. */
export interface S3Account {
  readonly access: string;
  readonly secret: string;
}

/** Who may do everything. */
const ROOT: S3Account = { access: 'root', secret: 'root-secret' };

/** A real S3 server of a test's own, on loopback, that verifies signatures and permissions and keeps objects in files. */
export class S3Server {
  /**
   * Starts one on a free port and returns when it answers.
   *
   * @param tls its certificate and key, if it is to speak TLS
   */
  public static async start(tls?: KeyPair): Promise<S3Server> {
    const server = new S3Server(await freePort(), tls);
    await server.process.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 's3-'));
  private readonly process: ServerProcess;

  private constructor(private readonly port: number, private readonly tls?: KeyPair) {
    const [objects, accounts] = ['objects', 'accounts'].map((name) => this.folder(name));
    this.process = new ServerProcess({
      executable: goServer(VERSITYGW),
      args: [
        '--port', `127.0.0.1:${port}`, '--access', ROOT.access, '--secret', ROOT.secret, '--region', 'us-east-1', '--quiet', '--iam-dir', accounts,
        ...(tls === undefined ? [] : ['--cert', this.file('tls.crt', tls.certificate), '--key', this.file('tls.key', tls.key)]),
        'posix', objects,
      ],
      ready: () => this.listens(),
    });
  }

  public get endpoint(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** A client that may do everything. It takes the server for what it is. */
  public client(): S3Client {
    return new S3Client({
      region: 'us-east-1',
      endpoint: this.endpoint,
      forcePathStyle: true,
      credentials: { accessKeyId: ROOT.access, secretAccessKey: ROOT.secret },
      requestHandler: { httpsAgent: new Agent({ rejectUnauthorized: false }) },
    });
  }

  /** Makes an account that may do nothing until a bucket's policy says so. */
  public async createAccount({ access, secret }: S3Account): Promise<void> {
    await promisify(execFile)(goServer(VERSITYGW), [
      'admin', '--access', ROOT.access, '--secret', ROOT.secret, '--endpoint-url', this.endpoint, 'create-user', '--access', access, '--secret', secret, '--role', 'user',
    ]);
  }

  public async stop(): Promise<void> {
    await this.process.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private folder(name: string): string {
    const path = join(this.directory, name);
    mkdirSync(path);
    return path;
  }

  private file(name: string, content: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, content);
    return path;
  }

  private async listens(): Promise<void> {
    const socket = connect(this.port, '127.0.0.1');
    await once(socket, 'connect').finally(() => socket.destroy());
  }
}
