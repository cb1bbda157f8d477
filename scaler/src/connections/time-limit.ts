import { TimeLimitConfig } from '../../../lib/contract';

/** An answer that takes longer is given up, unless the connection says otherwise: KEDA has no deadline of its own, and a call has to be answered within 2 s. */
const USUAL_MS = 1000;

/** How long the server of a connection may take for an answer. Milliseconds. */
export function timeoutOf({ timeoutMs = USUAL_MS }: TimeLimitConfig): number {
  return timeoutMs;
}

/** What is said of a server that has taken longer, and what to check. */
export function overdue(timeoutMs: number, check: string = 'that it runs and is not overloaded'): string {
  return `did not answer within ${timeoutMs} ms; check ${check}`;
}
