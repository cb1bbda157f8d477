/** The `helm` that the library is measured beside, built from its Go module into the project's cache. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';
import { go, installedGo } from '../../rehearsal/src/control-plane/go';

/** The folder with the go.mod that says which version. */
const MODULE = join(__dirname, 'helm');

/**
 * The path of the program; builds it if it is not there yet, which takes two minutes on 2 cores.
 *
 * @throws Error if Go is missing or too old, or with the last words of the compiler
 */
export async function helm(): Promise<string> {
  const key = ['go.mod', 'go.sum'].reduce((hash, file) => hash.update(readFileSync(join(MODULE, file))), createHash('sha256')).digest('hex').slice(0, 16);
  const directory = join(cacheRoot(), 'helm', key);
  const program = join(directory, 'helm');
  if (!existsSync(program)) {
    console.log(`Building helm with Go ${installedGo()} into ${directory}`);
    mkdirSync(directory, { recursive: true });
    const draft = join(directory, `.helm.${process.pid}`);
    await go(['build', '-trimpath', '-o', draft, 'helm.sh/helm/v4/cmd/helm'], MODULE);
    renameSync(draft, program);
  }
  return program;
}
