import { accessSync, constants, readdirSync } from 'fs';
import { join } from 'path';

/** Where Debian puts PostgreSQL's programs, one folder a version. */
const POSTGRESQL = '/usr/lib/postgresql';

/** The folders that servers are looked for in: the PATH, and where some are installed outside it. */
function folders(): string[] {
  return [...(process.env.PATH ?? '').split(':'), '/usr/sbin', ...listed(POSTGRESQL).map((version) => join(POSTGRESQL, version, 'bin'))];
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The path of a server's program; nothing if it is not installed. */
export function installed(executable: string): string | undefined {
  return folders().map((folder) => join(folder, executable)).find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * `describe` for what needs a real server: without it, a contributor's run skips it and the title says why. With CI=true it runs, and fails.
 */
export function describeWith(server: string, isInstalled: boolean = installed(server) !== undefined): (title: string, tests: () => void) => void {
  return (title, tests) => (isInstalled || process.env.CI === 'true'
    ? describe(title, tests)
    : describe.skip(`${title} (skipped: no ${server}; run scripts/install-test-servers.sh)`, tests));
}
