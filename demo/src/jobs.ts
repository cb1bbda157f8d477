/** The queue of the story: jobs arrive, workers take and finish them. */
export interface Jobs {
  /** Where the jobs are, for the reader. */
  readonly place: string;
  add(count: number): Promise<void>;
  /** Workers take at most `count` of the waiting jobs. */
  take(count: number): Promise<void>;
  /** Workers finish `count` of the jobs that they have. */
  finish(count: number): Promise<void>;
  /** What is outstanding now. */
  depth(): Promise<Depth>;
  /** Leaves nothing behind. */
  close(): Promise<void>;
}

/** The work outstanding. */
export interface Depth {
  readonly waiting: number;
  readonly inFlight: number;
}
