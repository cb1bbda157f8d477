import { spawn } from 'node:child_process';

/**
 * Runs a command line of the user in the shell and waits for its end. What it prints goes to standard error, so that the report stays clean.
 *
 * @throws Error if it cannot be run or does not end with 0
 */
export function runShell(flag: string, command: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (how: string) => reject(new Error(`${flag}: ${JSON.stringify(command)} ${how}; expected it to end with 0; try it by itself`));
    spawn(command, { shell: true, stdio: ['ignore', 2, 2] })
      .once('error', ({ message }) => fail(`cannot be run (${message})`))
      .once('exit', (code, signal) => (code === 0 ? resolve() : fail(`ended with ${code ?? signal}`)));
  });
}
