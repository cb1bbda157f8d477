import { ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { renderScalerConfig, ScalerConfig } from '../../lib/contract';

const ROOT = join(__dirname, '../..');

const STARTS_WITHIN_MS = 20_000;

/** How to start a scaler's process. */
export interface ScalerProcessOptions {
  /**
   * `host:port` of KEDA's calls.
   *
   * @default 127.0.0.1:0, a free port
   */
  readonly grpcAddress?: string;
  /**
   * Further environment.
   *
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
  /**
   * The command that runs the scaler.
   *
   * @default - its sources, on this process's Node
   */
  readonly program?: readonly string[];
  /**
   * Turns the scaler's command into one that ends when its standard input, a pipe held by this process, is closed.
   *
   * @default - the scaler ends with this process, but not when that is killed
   */
  readonly guard?: (command: readonly string[]) => readonly [string, string[]];
}

const SOURCES = [process.execPath, '--import', 'tsx', join(ROOT, 'scaler/src/main.ts')];

/** Without a guard. */
const AS_IT_IS = ([program, ...args]: readonly string[]): readonly [string, string[]] => [program, args];

/** The scaler of this repository in a process of its own, on loopback, for whoever rehearses with it. It ends with this process. */
export class ScalerProcess {
  /**
   * Starts it and returns when it listens.
   *
   * @throws Error with the scaler's own words if it does not start
   */
  public static async start(config: ScalerConfig, options: ScalerProcessOptions = {}): Promise<ScalerProcess> {
    const { grpcAddress = '127.0.0.1:0', env = {}, program = SOURCES, guard = AS_IT_IS } = options;
    const directory = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-scaler-'));
    writeFileSync(join(directory, 'scaler.json'), renderScalerConfig(config));
    const child = spawn(...guard(program), {
      cwd: ROOT,
      detached: guard !== AS_IT_IS, // a session of its own, which the guard can end
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env, GRPC_ADDRESS: grpcAddress, HEALTH_ADDRESS: '127.0.0.1:0', CONFIG_FILE: join(directory, 'scaler.json') },
    });
    const kill = () => {
      child.kill('SIGKILL');
      rmSync(directory, { recursive: true, force: true });
    };
    process.once('exit', kill);
    child.stdin.on('error', () => undefined); // the guard may be gone first
    child.once('exit', () => {
      child.stdin.destroy(); // lets the guard go
      process.off('exit', kill);
    });
    try {
      const { grpc, health } = await listening(child);
      return new ScalerProcess(child, directory, grpc, health);
    } catch (error) {
      kill();
      throw error;
    }
  }

  private constructor(
    private readonly child: ChildProcess, private readonly directory: string,
    /** `host:port` of KEDA's calls. */
    public readonly grpcAddress: string,
    /** `host:port` of the health server. */
    public readonly healthAddress: string,
  ) {}

  /** Sends a signal, for example SIGSTOP to hang it. */
  public signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends it, as Kubernetes does by default; returns its exit code, or nothing if a signal ended it. */
  public async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exit = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill(signal);
      await exit;
    }
    rmSync(this.directory, { recursive: true, force: true });
    return this.child.exitCode;
  }
}

function listening(child: ChildProcess): Promise<{ readonly grpc: string; readonly health: string }> {
  return new Promise((resolve, reject) => {
    const words: string[] = [];
    const fail = (what: string) => reject(new Error(`the scaler ${what}: ${words.join(' ') || 'it said nothing'}`));
    const timer = setTimeout(() => fail(`did not listen within ${STARTS_WITHIN_MS / 1000} s`), STARTS_WITHIN_MS);
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    createInterface({ input: child.stdout! }).on('line', (line) => {
      words.push(line);
      const { msg, grpc, health } = JSON.parse(line);
      if (msg === 'listening') {
        clearTimeout(timer);
        words.length = 0;
        resolve({ grpc, health });
      }
    });
  });
}
