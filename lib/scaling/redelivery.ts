import { Construct } from 'constructs';
import { refuse } from '../private/refuse';

/** How long a broker leaves a job with the worker that took it, before it gives it to another one. */
export interface Redelivery {
  /** The option of the source that says so. */
  readonly option: string;
  readonly seconds: number;
  /** What happens then. */
  readonly why: string;
  readonly fix: string;
}

/**
 * Refuses a broker that gives a job away while it is still being worked on: it would be done twice, and counted as waiting meanwhile.
 *
 * @param least the longest job, and the time to acknowledge it; seconds
 */
export function requireHeld(worker: Construct, { option, seconds, why, fix }: Redelivery, least: number): void {
  if (seconds < least) {
    refuse(worker, `source.${option} (seconds)`, seconds, `at least ${least}, the longest job and 30 to acknowledge it, because ${why}`, fix);
  }
}
