import { execFileSync } from 'child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { greets, SqlServerTls } from './sql-server';
import { TestServer } from './test-server';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';
import { freePort } from '../../rehearsal/src/run/free-port';

/** Where scripts/install-mysql.sh puts a MySQL with the libraries that it was built for, which are newer than the system's. */
const ROOT = join(cacheRoot(), 'mysql', 'usr');

/** Starts MySQL with its own libraries. */
const LOADER = join(ROOT, 'lib64/ld-linux-x86-64.so.2');
const PROGRAM = ['--library-path', join(ROOT, 'lib/x86_64-linux-gnu'), join(ROOT, 'sbin/mysqld')];

/** `describe` for what needs a MySQL server. */
export const describeWithMysql = describeWith('mysqld', existsSync(LOADER));

/** A real MySQL server of a test's own, on loopback, with the database `jobs` of the user `owner`, which may do everything. */
export class MysqlServer extends TestServer {
  /**
   * Starts one on a free port and returns when it is ready.
   *
   * @param password of `owner`
   */
  public static async start(password: string, tls: SqlServerTls): Promise<MysqlServer> {
    const server = new MysqlServer(await freePort(), password, tls);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'mysql-'));
  protected readonly server: ServerProcess;

  private constructor(public readonly port: number, password: string, tls: SqlServerTls) {
    super();
    const file = (name: string, text: string): string => {
      const path = join(this.directory, name);
      writeFileSync(path, text, { mode: 0o600 });
      return path;
    };
    chmodSync(this.directory, 0o700);
    const common = [
      ...PROGRAM, '--no-defaults', `--basedir=${ROOT}`, `--datadir=${join(this.directory, 'data')}`, ...process.getuid!() === 0 ? ['--user=root'] : [],
    ];
    const init = [
      'CREATE DATABASE IF NOT EXISTS jobs;',
      `CREATE USER IF NOT EXISTS owner@localhost IDENTIFIED BY '${password}';`,
      'GRANT ALL ON *.* TO owner@localhost WITH GRANT OPTION;',
    ];
    execFileSync(LOADER, [...common, '--initialize-insecure'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.server = new ServerProcess({
      executable: LOADER,
      args: [
        ...common, `--port=${port}`, '--bind-address=127.0.0.1', '--mysqlx=OFF', '--secure-file-priv=NULL', `--socket=${join(this.directory, 'socket')}`,
        `--ssl-cert=${file('tls.crt', tls.certificate)}`, `--ssl-key=${file('tls.key', tls.key)}`, `--init-file=${file('init.sql', init.join('\n'))}`,
      ],
      ready: () => greets(port),
    });
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
