/** Options of `MetricSource.redisStream`. */
export interface RedisStreamOptions {
  /** Name of a connection of the scaler. */
  readonly connection: string;
  /** Key of the stream. */
  readonly stream: string;
  /** Consumer group that the workers read with. */
  readonly group: string;
}
