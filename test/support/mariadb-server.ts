import { execFileSync } from 'child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWith, installed } from './installed';
import { ServerProcess } from './server-process';
import { greets, SqlServerTls } from './sql-server';
import { TestServer } from './test-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a MariaDB server. */
export const describeWithMariadb = describeWith('mariadbd');

/** MariaDB refuses to run as root unless it is told to. */
const AS_ROOT = process.getuid!() === 0 ? ['--user=root'] : [];

/** A real MariaDB server of a test's own, on loopback, with the database `jobs` of the user `owner`, which may do everything. */
export class MariadbServer extends TestServer {
  /**
   * Starts one on a free port and returns when it is ready.
   *
   * @param password of `owner`
   */
  public static async start(password: string, tls: SqlServerTls): Promise<MariadbServer> {
    const server = new MariadbServer(await freePort(), password, tls);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'mariadb-'));
  protected readonly server: ServerProcess;

  private constructor(public readonly port: number, password: string, tls: SqlServerTls) {
    super();
    const file = (name: string, text: string): string => {
      const path = join(this.directory, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    chmodSync(this.directory, 0o700);
    const data = join(this.directory, 'data');
    execFileSync(installed('mariadb-install-db')!, [
      '--no-defaults', `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db', ...AS_ROOT,
    ], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.server = new ServerProcess({
      executable: installed('mariadbd')!,
      args: [
        '--no-defaults', `--datadir=${data}`, `--port=${port}`, '--bind-address=127.0.0.1', `--socket=${join(this.directory, 'socket')}`, ...AS_ROOT,
        `--ssl-cert=${file('tls.crt', tls.certificate)}`, `--ssl-key=${file('tls.key', tls.key)}`,
        `--init-file=${file('init.sql', `CREATE DATABASE IF NOT EXISTS jobs;\nGRANT ALL ON *.* TO owner@localhost IDENTIFIED BY '${password}' WITH GRANT OPTION;\n`)}`,
      ],
      ready: () => greets(port),
    });
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
