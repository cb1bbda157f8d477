import { Duration } from 'cdk8s';

/** Options that every connection has. */
export interface ConnectionOptions {
  /**
   * How long the server may take for an answer, 100 milliseconds to 1.4 seconds. Then the reading is given up. The last number that was not 0
   * is told for 5 seconds; then it is an error, and KEDA holds the replicas. There is no more, because KEDA's own calls are answered within 2 seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;
}
