/** Options of `MetricSource.memory`. */
export interface MemoryOptions {
  /** Name of the embedded queue. */
  readonly queue: string;
}
