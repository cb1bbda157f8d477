import { Fields, optional, whole } from '../fields';

/** What every connection has. */
export interface TimeLimitConfig {
  /** How long the server may take for an answer, 100 to 1400: KEDA is to have its own within 2 s. Milliseconds; 1000 if absent. */
  readonly timeoutMs?: number;
}

export const timeLimit: Fields<TimeLimitConfig> = { timeoutMs: optional(whole(100, 1400)) };
