import { execFileSync } from 'child_process';
import { describeWith, installed } from './installed';
import { ServerProcess } from './server-process';
import { AS_ROOT, SqlServer, SqlServerTls } from './sql-server';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a MariaDB server. */
export const describeWithMariadb = describeWith('mariadbd');

/** MariaDB. */
export class MariadbServer extends SqlServer {
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

  protected readonly server: ServerProcess;

  private constructor(port: number, password: string, tls: SqlServerTls) {
    super(port);
    const common = ['--no-defaults', `--datadir=${this.data}`, ...AS_ROOT];
    execFileSync(installed('mariadb-install-db')!, [...common, '--auth-root-authentication-method=normal', '--skip-test-db'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.server = new ServerProcess({
      executable: installed('mariadbd')!,
      args: [...common, ...this.options(tls, [
        'CREATE DATABASE IF NOT EXISTS jobs',
        `GRANT ALL ON *.* TO owner@localhost IDENTIFIED BY '${password}' WITH GRANT OPTION`,
      ])],
      ready: () => this.greets(),
    });
  }
}
