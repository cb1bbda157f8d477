/** Options of `MetricSource.httpJson`. */
export interface HttpJsonOptions {
  /** Name of a `Connection.http` of the scaler. */
  readonly connection: string;

  /** Path, and query if there is one, added to the URL of the connection. Begins with `/`, percent-encoded as it is sent. */
  readonly path: string;

  /**
   * JSON Pointer to the number of jobs waiting; without `inFlight`, the number has to count those in flight too.
   *
   * `/queues/0/waiting` for example; the empty text points to the whole document.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6901
   */
  readonly waiting: string;

  /**
   * JSON Pointer to the number of jobs in flight, in the same document.
   *
   * @default - none: the number at `waiting` counts them
   */
  readonly inFlight?: string;
}
