import { ChildProcess, execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { SCALER_RUNTIME } from '../../lib/contract';

const execute = promisify(execFile);

/** Nobody. */
const SCALER_USER = '65532:65532';

/** What the constructs say of the pod: its user writes nowhere and may do nothing, within its memory. */
const AS_THE_POD_SAYS = [
  '--read-only', '--read-only-tmpfs=false', '--cap-drop', 'all', '--security-opt', 'no-new-privileges', '--memory', '384m',
];

/** On this machine's network, where the tests reach it; runc, which needs no systemd; and no more open files than a container may have anywhere. */
export const HERE = ['--pull', 'never', '--network', 'host', '--runtime', 'runc', '--ulimit', 'nofile=4096:4096', '--ulimit', 'nproc=4096:4096'];

/** Of the kernel's clock, as it shows it. */
const TICKS_A_SECOND = 100;

const LISTENS_WITHIN_MS = 20_000;

/** How to run the image. */
export interface ContainerOptions {
  /** Further environment. */
  readonly env?: { readonly [name: string]: string };
  /** The scaler's configuration: a file of this machine. */
  readonly configFile?: string;
}

interface Listening {
  readonly grpc: string;
  readonly health: string;
  readonly secondsFromStart: number;
}

/** Runs a program of Node in the image, as confined as the scaler is, and returns what it prints. Another user than the scaler's may run it. */
export async function evaluate(image: string, program: string, user: string = SCALER_USER): Promise<string> {
  const { stdout } = await execute('podman', ['run', '--rm', ...AS_THE_POD_SAYS, '--user', user, ...HERE, image, '--print', program]);
  return stdout.trim();
}

/** The scaler's image, run by podman. */
export class Container {
  /**
   * Starts it on free ports of loopback and returns when it listens.
   *
   * @throws Error with its own words if it does not
   */
  public static async start(image: string, { env = {}, configFile }: ContainerOptions = {}): Promise<Container> {
    const name = `gpu-scaler-test-${randomUUID()}`;
    const addresses = { [SCALER_RUNTIME.env.grpcAddress]: '127.0.0.1:0', [SCALER_RUNTIME.env.healthAddress]: '127.0.0.1:0' };
    const podman = spawn('podman', [
      'run', '--rm', '--name', name, ...AS_THE_POD_SAYS, '--user', SCALER_USER, ...HERE,
      ...Object.entries({ ...addresses, ...env }).flatMap(([key, value]) => ['--env', `${key}=${value}`]),
      ...(configFile === undefined ? [] : ['--volume', `${configFile}:${SCALER_RUNTIME.configFile}:ro`]),
      image,
    ], { stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      return new Container(name, podman, await listening(podman));
    } catch (error) {
      await execute('podman', ['rm', '--force', '--ignore', name]);
      throw error;
    }
  }

  private constructor(private readonly name: string, private readonly podman: ChildProcess, private readonly said: Listening) {}

  /** `host:port` of KEDA's calls. */
  public get grpcAddress(): string {
    return this.said.grpc;
  }

  /** `host:port` of the health server. */
  public get healthAddress(): string {
    return this.said.health;
  }

  /** From the start of the process, inside, until it listened. */
  public get secondsToListening(): number {
    return this.said.secondsFromStart;
  }

  /** What the kernel says of its process: the fields of `/proc/PID/status`. */
  public async status(): Promise<{ readonly [field: string]: string }> {
    const lines = (await this.kernelFile('status')).trim().split('\n');
    return Object.fromEntries(lines.map((line) => line.split(':').map((part) => part.trim())));
  }

  /** The CPU time that it has used up to now, in steps of 10 ms. */
  public async cpuSeconds(): Promise<number> {
    const fields = (await this.kernelFile('stat')).split(') ')[1].split(' '); // from the third on
    const [user, system] = [fields[11], fields[12]].map(Number);
    return (user + system) / TICKS_A_SECOND;
  }

  /** Stops it as a kubelet does, with SIGTERM and after the grace with SIGKILL. Returns its exit code. */
  public async stop(graceSeconds: number): Promise<number | null> {
    if (this.podman.exitCode === null) {
      const exit = once(this.podman, 'exit');
      await execute('podman', ['stop', '--time', String(graceSeconds), this.name]);
      await exit;
    }
    return this.podman.exitCode;
  }

  private async kernelFile(name: string): Promise<string> {
    const { stdout } = await execute('podman', ['inspect', '--format', '{{.State.Pid}}', this.name]);
    return readFileSync(`/proc/${stdout.trim()}/${name}`, 'utf8');
  }
}

function listening(podman: ChildProcess): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const words: string[] = [];
    const fail = (what: string) => reject(new Error(`the container ${what}: ${words.join('\n') || 'it said nothing'}`));
    const timer = setTimeout(() => fail(`did not listen within ${LISTENS_WITHIN_MS / 1000} s`), LISTENS_WITHIN_MS);
    podman.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
    createInterface({ input: podman.stderr! }).on('line', (line) => words.push(line));
    createInterface({ input: podman.stdout! }).on('line', (line) => {
      words.push(line);
      const { msg, ...fields } = JSON.parse(line);
      if (msg === 'listening') {
        clearTimeout(timer);
        resolve(fields);
      }
    });
  });
}
