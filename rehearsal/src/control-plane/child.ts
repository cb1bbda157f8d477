/** A child process that cannot outlive this one. */
import { ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, ProcessIdentity } from './processes';

/**
 * The program runs in a session of its own with a guard beside it. The guard reads from a pipe whose other end this process holds: when this process
 * ends in whatever way (kill -9 included) the kernel closes the pipe, and the guard kills the whole session, stopped processes too. No polling, no
 * list of process ids that could be out of date, nothing that only Linux has.
 */
const GUARD = `exec 3<&0 </dev/null
( trap '' INT TERM HUP; read -r _ <&3; kill -KILL 0 ) >/dev/null 2>&1 &
exec "$@" 3<&-`;

/**
 * The command with its guard. Spawn it `detached` and with a pipe as its standard input, which nobody writes to: it is the life line. Destroy the pipe
 * when the program has ended; destroying it earlier kills the program and all that it has started.
 */
export function guarded(command: readonly string[]): [string, string[]] {
  return ['/bin/sh', ['-c', GUARD, 'guarded', ...command]];
}

/** A running program. */
export class Child {
  /** Starts the program with its output appended to the log file. The start has failed when it ends at once: look at the log. */
  static start(command: readonly string[], env: NodeJS.ProcessEnv, logFile: string, onEnd: (ending: string) => void): Child {
    const log = openSync(logFile, 'a');
    try {
      const child = spawn(...guarded(command), { env, detached: true, stdio: ['pipe', log, log] });
      child.stdin?.on('error', () => undefined); // the guard may be gone first
      return new Child(child, onEnd);
    } finally {
      closeSync(log);
    }
  }

  /** How it ended; undefined while it runs. */
  ending: string | undefined;
  /** It cannot be mistaken for another process with its number. */
  readonly identity: ProcessIdentity;
  private readonly ended: Promise<void>;

  private constructor(private readonly process: ChildProcess, onEnd: (ending: string) => void) {
    const identity = process.pid === undefined ? undefined : identify(process.pid);
    this.identity = identity ?? { pid: process.pid ?? -1, started: '' };
    this.ended = new Promise((done) => process.once('exit', (code, signal) => {
      this.ending = signal === null ? `ended with code ${code}` : `ended by ${signal}`;
      process.stdin?.destroy(); // lets the guard go, and with it whatever the program has left behind
      onEnd(this.ending);
      done();
    }));
  }

  get pid(): number {
    return this.identity.pid;
  }

  /** Sends a signal to the program alone. */
  signal(signal: NodeJS.Signals): void {
    if (this.ending === undefined) {
      process.kill(this.pid, signal);
    }
  }

  /** Asks it to end, and kills it with all that it has started when it has not after `graceSeconds`. Returns when it is gone. */
  async stop(graceSeconds: number): Promise<void> {
    if (this.ending === undefined) {
      this.signal('SIGTERM');
      this.signal('SIGCONT'); // a stopped process would never see it
      const timer = new AbortController();
      const late = sleep(graceSeconds * 1000, undefined, { signal: timer.signal }).then(() => this.process.stdin?.destroy(), () => undefined);
      await this.ended;
      timer.abort();
      await late;
    }
  }

  /** Resolves when it has ended. */
  async wait(): Promise<void> {
    await this.ended;
  }
}
