/** Waiting for something to become so, with an error that tells what was seen instead. */
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** How often to look, in milliseconds. */
const INTERVAL = 100;

/** A value that is not yet as wanted. */
class NotYet {
  constructor(readonly seen: unknown) {}
}

/** What a check returns while it has to be repeated: the error shows the last value. */
export function notYet(seen: unknown): NotYet {
  return new NotYet(seen);
}

/**
 * Calls `check` every 100 ms until it returns something else than `notYet(...)`, and returns that.
 *
 * @param description what is waited for, as in "two workers are bound"
 * @param seconds how long at most
 * @throws Error with the description, the time and the last value seen; an error of `check` itself counts as a value, so that a refused connection may pass
 */
export async function eventually<T>(description: string, seconds: number, check: () => Promise<T | NotYet>): Promise<T> {
  const until = Date.now() + seconds * 1000;
  for (;;) {
    let result: T | NotYet;
    try {
      result = await check();
    } catch (error) {
      result = notYet(error);
    }
    if (!(result instanceof NotYet)) {
      return result;
    }
    if (Date.now() > until) {
      throw new Error(`not within ${seconds} s: ${description}. Last seen: ${shown(result.seen)}`);
    }
    await sleep(INTERVAL);
  }
}

/**
 * Calls `check` every 100 ms for the whole time: it has to be so throughout. `check` throws when it is not.
 *
 * @param description what has to stay so
 * @param seconds for how long
 */
export async function throughout(description: string, seconds: number, check: () => Promise<void>): Promise<void> {
  const began = Date.now();
  while (Date.now() < began + seconds * 1000) {
    try {
      await check();
    } catch (error) {
      throw new Error(`after ${((Date.now() - began) / 1000).toFixed(1)} of ${seconds} s no longer so: ${description}. ${(error as Error).message}`);
    }
    await sleep(INTERVAL);
  }
}

function shown(value: unknown): string {
  return value instanceof Error ? value.message : inspect(value, { depth: 6, breakLength: 150, maxStringLength: 2000 });
}
