import { Problem } from '../problem';

/**
 * Waits for an answer, but not for ever. Whoever is asked is not told: that is up to a signal.
 *
 * @param what is asked
 * @throws Problem if none comes in so many milliseconds
 */
export async function within<T>(ms: number, what: string, answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Problem('unavailable', `${what}: no answer in ${ms / 1000} s; check the network to it`)), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits so long for each of several items. */
export async function* eachWithin<T>(ms: number, what: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]();
  for (let next = await within(ms, what, iterator.next()); next.done !== true; next = await within(ms, what, iterator.next())) {
    yield next.value;
  }
}
