import { spawnSync } from 'node:child_process';

/** How to run a command. */
interface CommandOptions {
  /** Further environment. */
  readonly env?: { readonly [name: string]: string };
  /**
   * Whether the command's output is shown as it comes, and none returned.
   *
   * @default false
   */
  readonly shown?: boolean;
}

/**
 * Runs a command to its end and returns what it wrote.
 *
 * @throws Error with the command's own words if it fails, or what to do if there is no such program
 */
export function run([program, ...args]: readonly string[], { env = {}, shown = false }: CommandOptions = {}): string {
  const { error, status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 2 ** 26, stdio: shown ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) {
    throw new Error((error as NodeJS.ErrnoException).code === 'ENOENT'
      ? `${program}: not found on PATH; on Debian and Ubuntu scripts/install-test-servers.sh installs it, elsewhere build with Docker: docs/image.md`
      : `${program}: ${error.message}`);
  }
  if (status !== 0) {
    throw new Error(`${[program, ...args].join(' ')} ended with ${status}${shown ? '' : `:\n${stdout}${stderr}`}`);
  }
  return stdout ?? '';
}
