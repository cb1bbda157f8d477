/** What a query means that finds nothing. */
export enum OnEmpty {
  /** It could not be read, so KEDA holds the replicas. */
  ERROR = 'error',
  /**
   * There is no job. The risk: a misspelt name, metrics that are no longer collected, and a server that has just started without its data read as 0
   * too, and end workers that work.
   */
  ZERO = 'zero',
}
