/** Options of `MetricSource.mysqlQuery`. */
export interface MysqlQueryOptions {
  /** Name of a `Connection.mysql` of the scaler. */
  readonly connection: string;
  /** Name of one of its queries. */
  readonly query: string;
}
