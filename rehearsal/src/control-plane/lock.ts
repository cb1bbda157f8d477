/** A lock file that names its holder and frees itself when the holder is gone. */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identify, isRunning, ProcessIdentity } from './processes';

/** A lock that this process holds. */
export interface Lock {
  release(): void;
}

/** Somebody else holds the lock. */
export class LockedError extends Error {
  constructor(readonly path: string, readonly holder: ProcessIdentity) {
    super(`${path} is held by process ${holder.pid}`);
  }
}

/**
 * Takes the lock or throws `LockedError`. A lock whose holder no longer runs (crashed, killed, or its number now belongs to another process)
 * is taken over. The file appears with its content (link of a finished file), so nobody reads half a lock.
 */
export function tryLock(path: string): Lock {
  mkdirSync(dirname(path), { recursive: true });
  const self = identify(process.pid);
  if (self === undefined) {
    throw new Error(`process ${process.pid} cannot find itself in the process table: is /proc mounted, or ps installed?`);
  }
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify(self));
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      try {
        linkSync(draft, path);
        return { release: () => releaseOwn(path, self) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
          throw error;
        }
      }
      const holder = lockHolder(path);
      if (holder !== undefined) {
        throw new LockedError(path, holder);
      }
      // Stale: move it away first, so that of two who see it only one removes it and neither removes the other's fresh lock.
      removeStale(path, draft);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  throw new Error(`${path}: could not be taken in 10 attempts, because others keep taking and leaving it`);
}

/** Takes the lock, waiting for its holder as long as that runs. `waiting` is called once, with the holder. */
export async function lock(path: string, waiting: (holder: ProcessIdentity) => void): Promise<Lock> {
  for (let told = false; ; told = true) {
    try {
      return tryLock(path);
    } catch (error) {
      if (!(error instanceof LockedError)) {
        throw error;
      }
      if (!told) {
        waiting(error.holder);
      }
      await sleep(200);
    }
  }
}

/** Who holds the lock; undefined when nobody does, or the holder no longer runs. */
export function lockHolder(path: string): ProcessIdentity | undefined {
  const holder = read(path);
  return holder !== undefined && isRunning(holder) ? holder : undefined;
}

function releaseOwn(path: string, self: ProcessIdentity): void {
  const holder = read(path);
  if (holder?.pid === self.pid && holder.started === self.started) {
    rmSync(path, { force: true });
  }
}

function removeStale(path: string, draft: string): void {
  const aside = `${draft}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody was quicker
  }
  if (lockHolder(aside) !== undefined) {
    // Between the look and the move another process took over: give the lock back, unless a third has it by now.
    try {
      linkSync(aside, path);
    } catch {
      // taken: the third is its holder
    }
  }
  rmSync(aside, { force: true });
}

function read(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessIdentity;
  } catch {
    return undefined;
  }
}
