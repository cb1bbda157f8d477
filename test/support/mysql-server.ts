import { execFileSync } from 'child_process';
import { existsSync } from 'fs';
import { join } from 'path';
import { describeWith } from './installed';
import { ServerProcess } from './server-process';
import { AS_ROOT, SqlServer, SqlServerTls } from './sql-server';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';
import { freePort } from '../../rehearsal/src/run/free-port';

/** Where scripts/install-mysql.sh puts a MySQL with the libraries that it was built for, which are newer than the system's. */
const ROOT = join(cacheRoot(), 'mysql', 'usr');

/** Starts MySQL with its own libraries. */
const LOADER = join(ROOT, 'lib64/ld-linux-x86-64.so.2');
const PROGRAM = ['--library-path', join(ROOT, 'lib/x86_64-linux-gnu'), join(ROOT, 'sbin/mysqld')];

/** `describe` for what needs a MySQL server. */
export const describeWithMysql = describeWith('mysqld', existsSync(LOADER));

/** MySQL itself. */
export class MysqlServer extends SqlServer {
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

  protected readonly server: ServerProcess;

  private constructor(port: number, password: string, tls: SqlServerTls) {
    super(port);
    const common = [...PROGRAM, '--no-defaults', `--basedir=${ROOT}`, `--datadir=${this.data}`, ...AS_ROOT];
    execFileSync(LOADER, [...common, '--initialize-insecure'], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.server = new ServerProcess({
      executable: LOADER,
      args: [...common, '--mysqlx=OFF', '--secure-file-priv=NULL', ...this.options(tls, [
        'CREATE DATABASE IF NOT EXISTS jobs',
        `CREATE USER IF NOT EXISTS owner@localhost IDENTIFIED BY '${password}'`,
        'GRANT ALL ON *.* TO owner@localhost WITH GRANT OPTION',
      ])],
      ready: () => this.greets(),
    });
  }
}
