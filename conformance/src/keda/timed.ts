import { ServiceError } from '@grpc/grpc-js';

/** What came of a call: its answer, or why there is none. */
export interface Timed<T> {
  readonly result?: T;
  readonly error?: ServiceError;
  readonly ms: number;
}

/** How long something took, in milliseconds. */
export async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const began = performance.now();
  try {
    return { result: await work(), ms: performance.now() - began };
  } catch (error) {
    return { error: error as ServiceError, ms: performance.now() - began };
  }
}
