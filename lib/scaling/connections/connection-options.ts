import { Duration } from 'cdk8s';

/** Options that every connection has. */
export interface ConnectionOptions {
  /**
   * How long the server may take for an answer, 100 milliseconds to 1.4 seconds. Then the reading is given up, and is an error: KEDA holds the
   * replicas. There is no more, because KEDA's own calls are answered within 2 seconds.
   *
   * @default Duration.seconds(1)
   */
  readonly timeout?: Duration;
}
