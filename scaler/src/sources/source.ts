/** The work outstanding in a queue. Both are at least 0; a count is whole, an estimate need not be. */
export interface Reading {
  /** Jobs that no worker has taken. */
  readonly waiting: number;
  /** Jobs that a worker has taken and not finished; absent where the source cannot tell them from none. */
  readonly inFlight?: number;
}

/** Jobs waiting and in flight: with either alone, KEDA would end workers that work or never start one. */
export function outstanding({ waiting, inFlight = 0 }: Reading): number {
  return waiting + inFlight;
}

/** A queue that jobs can be counted in. */
export interface Source {
  /** What is counted and where, for error messages. */
  readonly description: string;

  /**
   * Counts.
   *
   * @param signal aborted when nobody waits for the answer any more
   * @throws Error that says what could not be read and what to check. Never answers 0 because it could not read: KEDA would end workers.
   */
  read(signal: AbortSignal): Promise<Reading>;

  /**
   * Calls back soon after a job may have arrived. It may call back too often, and a caller has to read again now and then, in case it did not.
   * Absent where nothing tells of a change.
   *
   * @returns a function that ends it
   */
  watch?(onChange: () => void): () => void;
}
