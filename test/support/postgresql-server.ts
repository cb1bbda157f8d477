import { execFileSync } from 'child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWith, installed } from './installed';
import { ServerProcess } from './server-process';
import { freePort } from '../../rehearsal/src/run/free-port';

/** `describe` for what needs a PostgreSQL server. */
export const describeWithPostgresql = describeWith('postgres');

/** PostgreSQL refuses to run as root: then it runs as the user that its Debian package has made. */
const AS_USER = process.getuid!() === 0 ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : [];

/** A real PostgreSQL server of a test's own, on loopback, with the database `postgres` of the superuser `owner`. */
export class PostgresqlServer {
  /**
   * Starts one on a free port and returns when it is ready.
   *
   * @param password of `owner`
   * @param tls certificate and key in PEM
   */
  public static async start(password: string, tls?: { readonly certificate: string; readonly key: string }): Promise<PostgresqlServer> {
    const server = new PostgresqlServer(await freePort(), password, tls);
    await server.launch();
    return server;
  }

  private readonly directory = mkdtempSync(join(tmpdir(), 'postgresql-'));
  private readonly data = join(this.directory, 'data');
  private readonly server: ServerProcess;

  private constructor(public readonly port: number, password: string, tls?: { readonly certificate: string; readonly key: string }) {
    const secretFile = (name: string, text: string): string => {
      const path = join(this.directory, name);
      writeFileSync(path, text, { mode: 0o600 });
      this.giveAway(path);
      return path;
    };
    chmodSync(this.directory, 0o700);
    this.giveAway(this.directory);
    run([...AS_USER, installed('initdb')!, '-D', this.data, '-U', 'owner', '--auth=scram-sha-256', `--pwfile=${secretFile('password', password)}`, '--no-sync']);
    const [executable, ...args] = [
      ...AS_USER, installed('postgres')!, '-D', this.data, '-p', String(port), '-h', '127.0.0.1', '-k', this.directory,
      ...(tls === undefined ? [] : [
        '-c', 'ssl=on', '-c', `ssl_cert_file=${secretFile('tls.crt', tls.certificate)}`, '-c', `ssl_key_file=${secretFile('tls.key', tls.key)}`,
      ]),
    ];
    this.server = new ServerProcess({
      executable, args, ready: async () => run([...AS_USER, installed('pg_isready')!, '-q', '-h', '127.0.0.1', '-p', String(port)]),
    });
  }

  /** Stops it and its sessions in the middle of what they do: they keep their connections and answer nothing. */
  public pause(): void {
    this.processes().forEach((pid) => process.kill(pid, 'SIGSTOP'));
  }

  public resume(): void {
    this.processes().forEach((pid) => process.kill(pid, 'SIGCONT'));
  }

  /** Kills it and its sessions, which would outlive it for a moment; `launch` brings it back. */
  public async kill(): Promise<void> {
    const [, ...sessions] = this.processes();
    await this.server.kill();
    for (const pid of sessions) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended with the server.
      }
    }
  }

  public launch(): Promise<void> {
    return this.server.launch();
  }

  public async stop(): Promise<void> {
    await this.kill();
    rmSync(this.directory, { recursive: true, force: true });
  }

  private processes(): readonly number[] {
    try {
      const main = Number(readFileSync(join(this.data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      return [main, ...readFileSync(`/proc/${main}/task/${main}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)];
    } catch {
      return []; // it does not run
    }
  }

  private giveAway(path: string): void {
    if (AS_USER.length > 0) {
      const [user, group] = ['-u', '-g'].map((of) => Number(execFileSync('id', [of, 'postgres'])));
      chownSync(path, user, group);
    }
  }
}

function run([executable, ...args]: readonly string[]): void {
  execFileSync(executable, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
}
