import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';
import { go, installedGo } from '../../rehearsal/src/control-plane/go';

const MODULE = join(__dirname, 'go');
const FILES = ['go.mod', 'go.sum', 'load/main.go', 'server/main.go'];

/** The paths of programs in Go. */
export interface GoPrograms {
  /** A server of the same contract. */
  readonly server: string;
  /** A caller, whose garbage collection and event loop are not in what it measures. */
  readonly load: string;
}

/** Builds them into the cache; nothing where there is no Go. */
export async function buildGoPrograms(): Promise<GoPrograms | undefined> {
  try {
    installedGo();
  } catch (error) {
    console.log(`no peer in Go, and latencies by a caller in Node, whose own are in them: ${(error as Error).message}`);
    return undefined;
  }
  const key = createHash('sha256').update(FILES.map((file) => readFileSync(join(MODULE, file), 'utf8')).join('\0')).digest('hex').slice(0, 16);
  const directory = join(cacheRoot(), 'bench', key);
  await go(['build', '-o', `${directory}/`, './server', './load'], MODULE);
  return { server: join(directory, 'server'), load: join(directory, 'load') };
}
