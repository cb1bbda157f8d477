/** Options of `MetricSource.postgresqlQuery`. */
export interface PostgresqlQueryOptions {
  /** Name of a `Connection.postgresql` of the scaler. */
  readonly connection: string;
  /** Name of one of its queries. */
  readonly query: string;
}
