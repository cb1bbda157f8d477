/** Options of `MetricSource.postgresqlQuery`. */
export interface PostgresqlQueryOptions {
  /** Name of a `Connection.postgresql` of the scaler. */
  readonly connection: string;
  /** Name of one of its queries. */
  readonly query: string;

  /**
   * Channel on which the application notifies when it adds a job, so that the first one is noticed at once:
   * `SELECT pg_notify('jobs', '')` in the transaction that adds it, or in a trigger of the table. What else the notification says does not
   * matter. The scaler keeps one session more for it, which needs the server itself: neither a replica of it nor a pooler that shares sessions
   * between transactions passes notifications on.
   *
   * Case matters, and `NOTIFY` without quotes speaks in lower case.
   *
   * @default - none: the queue is looked at each second
   */
  readonly channel?: string;
}
