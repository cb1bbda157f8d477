import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTime } from './amounts';
import { take } from './store/leases';

/** How often it is looked. */
const LOOK_MS = 250;

const SAY_EVERY_MS = 10_000;

/** What a worker waits for. */
export interface WaitOptions {
  /** The markers, by their paths. */
  readonly markers: readonly string[];
  /** Where it says that it uses the models, and as whom; it says nothing if absent. */
  readonly lease?: { readonly directory: string; readonly podUid: string };
  readonly say: (line: string) => void;
}

/**
 * Waits until all models are ready.
 *
 * @throws Error if they are, but the pod cannot say that it uses them
 */
export async function waitForModels({ markers, lease, say }: WaitOptions): Promise<void> {
  const began = performance.now();
  let said = -Infinity;
  for (;;) {
    const problem = lease === undefined ? undefined : await takeAll(lease, markers);
    const missing: string[] = [];
    for (const marker of markers) {
      await access(marker).catch(() => missing.push(marker));
    }
    if (missing.length === 0 && problem === undefined) {
      say(`ready after ${inTime(performance.now() - began)}: ${markers.map((marker) => basename(marker)).join(', ')}`);
      return;
    }
    if (missing.length === 0) {
      throw new Error(`${lease!.directory}: ${problem!.message}; mount the cache's .in-use directory there, writable`);
    }
    if (performance.now() - said >= SAY_EVERY_MS) {
      say(`waiting for the model cache since ${inTime(performance.now() - began)}: ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not there yet`);
      said = performance.now();
    }
    await sleep(LOOK_MS);
  }
}

/** The agent may not have opened the directory yet, so an error counts only when the models are ready. */
async function takeAll({ directory, podUid }: NonNullable<WaitOptions['lease']>, markers: readonly string[]): Promise<Error | undefined> {
  try {
    for (const marker of markers) {
      await take(directory, basename(marker), podUid);
    }
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
