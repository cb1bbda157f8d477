/** Options of `MetricSource.redisList`. */
export interface RedisListOptions {
  /** Name of a connection of the scaler. */
  readonly connection: string;

  /** Keys that jobs wait in, at least one. */
  readonly waiting: string[];

  /**
   * Keys that jobs are in while workers work on them: the destination of LMOVE or BRPOPLPUSH. Where each worker has a key of its own, name
   * what all of them begin with, and a `*`: `jobs:processing:*`. Such keys, at most 1,000, are looked for with each reading, in a database of
   * at most 100,000 keys; a cluster cannot be looked through.
   *
   * `[]` says that workers keep their jobs nowhere, as with BLPOP. Then nobody knows what is in flight, and the cooldown of a worker has to
   * outlast its longest job.
   */
  readonly inFlight: string[];
}
