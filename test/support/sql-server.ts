import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { connect } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { TestServer } from './test-server';

/** The certificate that a server shows, and its key, in PEM. */
export interface SqlServerTls {
  readonly certificate: string;
  readonly key: string;
}

/** The servers of MySQL's protocol refuse to run as root unless they are told to. */
export const AS_ROOT = process.getuid!() === 0 ? ['--user=root'] : [];

/** A real server of MySQL's protocol, of a test's own, on loopback, with the database `jobs` of the user `owner`, which may do everything. */
export abstract class SqlServer extends TestServer {
  protected readonly directory = mkdtempSync(join(tmpdir(), 'sql-server-'));
  protected readonly data = join(this.directory, 'data');

  protected constructor(public readonly port: number) {
    super();
    chmodSync(this.directory, 0o700);
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  /** How it is run, beside what differs between the servers; `init` are the statements that it begins with. */
  protected options(tls: SqlServerTls, init: readonly string[]): string[] {
    return [
      `--port=${this.port}`, '--bind-address=127.0.0.1', `--socket=${join(this.directory, 'socket')}`,
      `--ssl-cert=${this.file('tls.crt', tls.certificate)}`, `--ssl-key=${this.file('tls.key', tls.key)}`,
      `--init-file=${this.file('init.sql', init.map((statement) => `${statement};\n`).join(''))}`,
    ];
  }

  /** Resolves when it is ready: it greets who connects. */
  protected greets(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1');
      socket.once('error', reject);
      socket.once('data', () => {
        socket.destroy();
        resolve();
      });
    });
  }

  private file(name: string, text: string): string {
    const path = join(this.directory, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }
}
