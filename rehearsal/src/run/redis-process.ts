import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port';
import { guarded } from '../control-plane/child';

const STARTS_WITHIN_MS = 10_000;

/** The shell's exit code when there is no such program. */
const NOT_FOUND = 127;

/** A real redis-server for one rehearsal, on loopback. It keeps its data over a restart, and ends with this process, however that ends. */
export class RedisProcess {
  /**
   * @throws Error that says what to do if there is no redis-server
   */
  public static async start(): Promise<RedisProcess> {
    const server = new RedisProcess(await freePort());
    await server.launch();
    return server;
  }

  private child?: ChildProcess;
  private readonly directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-redis-'));

  private constructor(public readonly port: number) {
    process.once('exit', () => this.discard());
  }

  /** A client; the caller disconnects it. */
  public client(): Redis {
    const client = new Redis(this.port, '127.0.0.1', { disconnectTimeout: 200, retryStrategy: () => 100, maxRetriesPerRequest: null });
    client.on('error', () => undefined); // it comes back
    return client;
  }

  /** Starts it; after `kill`, with what it held. */
  public async launch(): Promise<void> {
    const child = spawn(...guarded([
      'redis-server', '--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'yes', '--appendfsync', 'always', '--dir', this.directory,
    ]), { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    this.child = child;
    child.stdin.on('error', () => undefined); // the guard may be gone first
    child.once('exit', () => child.stdin.destroy());
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(code === NOT_FOUND
        ? 'redis-server: not found; a rehearsal needs Redis 7 or newer on the PATH; install it (scripts/install-test-servers.sh on Debian and Ubuntu)'
        : `redis-server ended with ${code ?? signal} before it answered; run it by hand on port ${this.port} to see why`);
    });
    ended.catch(() => undefined); // later it may end: then nobody waits for it here
    const client = this.client();
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      client.disconnect();
    }, STARTS_WITHIN_MS);
    try {
      await Promise.race([client.ping(), ended]);
    } catch (error) {
      throw late ? new Error(`redis-server did not answer within ${STARTS_WITHIN_MS / 1000} s: ${(error as Error).message}`) : error;
    } finally {
      clearTimeout(timer);
      client.disconnect();
    }
  }

  public async kill(): Promise<void> {
    const { child } = this;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    }
  }

  public async stop(): Promise<void> {
    await this.kill();
    this.discard();
  }

  private discard(): void {
    this.child?.kill('SIGKILL');
    rmSync(this.directory, { recursive: true, force: true });
  }
}
