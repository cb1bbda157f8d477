import { ChildProcess, spawn } from 'child_process';
import { once } from 'events';
import { setTimeout as sleep } from 'timers/promises';

const READY_WITHIN_MS = 30_000;

/** How a server is started. */
export interface ServerCommand {
  readonly executable: string;
  readonly args: readonly string[];
  /**
   * Further environment.
   *
   * @default - none
   */
  readonly env?: { readonly [name: string]: string };
  /** Resolves when the server answers; tried again until it does. */
  readonly ready: () => Promise<unknown>;
}

/** A real server of a test's own, in a process on loopback. */
export class ServerProcess {
  private process?: ChildProcess;
  private output = '';

  public constructor(private readonly command: ServerCommand) {}

  /** Starts it, also again after `kill`, and returns when it answers. */
  public async launch(): Promise<void> {
    const { executable, args, env, ready } = this.command;
    const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
    this.process = child;
    this.output = '';
    const keep = (text: Buffer) => {
      this.output = (this.output + text.toString()).slice(-2000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    let gone: string | undefined;
    child.once('error', (error) => gone = error.message);
    child.once('exit', (code, signal) => gone ??= `it ended with ${code ?? signal}`);
    const until = Date.now() + READY_WITHIN_MS;
    for (;;) {
      try {
        await ready();
        return;
      } catch (error) {
        if (gone !== undefined || Date.now() > until) {
          child.kill('SIGKILL');
          throw new Error(`${executable} did not answer: ${gone ?? (error as Error).message}; it said: ${this.output}`);
        }
        await sleep(50);
      }
    }
  }

  /** Stops it in the middle of what it does: it keeps its connections and answers nothing. */
  public pause(): void {
    this.process!.kill('SIGSTOP');
  }

  public resume(): void {
    this.process!.kill('SIGCONT');
  }

  /** Lets it read its configuration again. */
  public reload(): void {
    this.process!.kill('SIGHUP');
  }

  /** Kills it, if it runs; `launch` brings it back. */
  public async kill(): Promise<void> {
    const child = this.process;
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
  }
}
