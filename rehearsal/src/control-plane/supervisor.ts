/** A control plane in the background: `up` starts a supervisor process that holds it, `down` ends that. */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startControlPlane } from './control-plane';
import { holderOf, InstanceFolder, instanceFolder, instancesDirectory, leftovers } from './instance';
import type { ControlPlaneOptions } from './options';
import { isRunning } from './processes';

/** The options that can be handed to another process. */
export type SupervisedOptions = Omit<ControlPlaneOptions, 'log'>;

/** What a supervisor tells the process that started it. */
type Report = { readonly line: string } | { readonly ready: true } | { readonly failed: string };

/** The hidden subcommand that runs `supervise`. */
export const SUPERVISE_COMMAND = 'supervise';

/** How long `down` waits: the slowest component gets 3 s, three times in a row. */
const DOWN_WITHIN_SECONDS = 20;

/**
 * Starts the supervisor and returns when the control plane is healthy; the supervisor goes on without this process.
 * When this process ends earlier (Ctrl-C), the supervisor takes everything down again.
 *
 * @param command how to run this command line again, without its arguments.
 */
export async function up(command: readonly string[], options: SupervisedOptions, log: (line: string) => void): Promise<void> {
  mkdirSync(instancesDirectory(), { recursive: true });
  const logFile = join(instancesDirectory(), `${options.name ?? 'default'}.supervisor.log`);
  const output = openSync(logFile, 'w');
  const supervisor = spawn(command[0], [...command.slice(1), 'rehearse', SUPERVISE_COMMAND, JSON.stringify(options)], {
    detached: true, stdio: ['ignore', output, output, 'ipc'],
  });
  closeSync(output);
  await new Promise<void>((done, failed) => {
    supervisor.on('error', failed);
    supervisor.on('exit', (code, signal) => failed(new Error(`the supervisor ended with ${signal ?? `code ${code}`} before the control plane was healthy: see ${logFile}`)));
    supervisor.on('message', (report: Report) => {
      if ('line' in report) {
        log(report.line);
      } else if ('ready' in report) {
        done();
      } else {
        failed(new Error(report.failed));
      }
    });
  }).finally(() => {
    supervisor.removeAllListeners();
    if (supervisor.connected) {
      supervisor.disconnect();
    }
    supervisor.unref();
  });
}

/** Holds a control plane until it is told to end (SIGTERM, SIGINT, SIGHUP), or until whoever waits for it is gone. Never returns. */
export async function supervise(options: SupervisedOptions): Promise<void> {
  const tell = (report: Report): void => {
    if (process.connected) {
      process.send?.(report, undefined, {}, () => undefined); // the other end may be gone: that is what `disconnect` is for
    }
  };
  let ready = false;
  const starting = startControlPlane({
    ...options,
    log: (line) => {
      console.log(`${new Date().toISOString()} ${line}`);
      tell({ line });
    },
  });
  const end = (why: string): void => {
    console.log(`${new Date().toISOString()} ending: ${why}`);
    if (!ready) {
      process.exit(1); // the guards end what has been started so far
    }
    void starting.then((plane) => plane.stop()).then(() => process.exit(0));
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.once(signal, () => end(signal));
  }
  process.on('disconnect', () => ready || end('whoever waited for the control plane is gone'));
  try {
    await starting;
    ready = true;
    tell({ ready: true });
    setInterval(() => undefined, 2 ** 30); // keeps the process alive
  } catch (error) {
    console.error(error);
    tell({ failed: (error as Error).message });
    process.exitCode = 1;
    process.removeAllListeners('disconnect');
    process.disconnect?.();
  }
}

/**
 * Ends the control plane of that name and returns when nothing of it runs any more.
 * Returns false when it was not up. Throws when something could not be ended.
 */
export async function down(name: string): Promise<boolean> {
  const folder = instanceFolder(name);
  const holder = holderOf(folder);
  const until = Date.now() + DOWN_WITHIN_SECONDS * 1000;
  if (holder !== undefined) {
    process.kill(holder.pid, 'SIGTERM');
    while (isRunning(holder) && Date.now() < until) {
      await sleep(100);
    }
    if (isRunning(holder)) {
      process.kill(holder.pid, 'SIGKILL'); // its components die with it
    }
  }
  await nothingLeft(folder);
  return holder !== undefined;
}

async function nothingLeft(folder: InstanceFolder): Promise<void> {
  for (let waited = 0; leftovers(folder).length > 0; waited++) {
    if (waited === 50) {
      throw new Error(`these still run: ${leftovers(folder).map(({ name, process: { pid } }) => `${name} (process ${pid})`).join(', ')}. End them with kill -9.`);
    }
    await sleep(100);
  }
}
