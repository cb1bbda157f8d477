import type { Log } from '../log';

/** A server that is away is a problem with every batch. */
const ONCE_IN_MS = 60_000;

/** Says why traces are not exported, once a minute at most. */
export class ExportProblems {
  private saidAt = -Infinity;
  private unsaid = 0;

  public constructor(private readonly log: Log) {}

  public say(problem: unknown): void {
    const now = performance.now();
    if (now - this.saidAt < ONCE_IN_MS) {
      this.unsaid++;
      return;
    }
    this.log('warn', 'problem with traces', { problem: wordsOf(problem), ...this.unsaid > 0 && { unsaid: this.unsaid } });
    this.saidAt = now;
    this.unsaid = 0;
  }
}

/** An error of several addresses has no words of its own, and that of an HTTP answer has its status beside them. */
function wordsOf(problem: unknown): string {
  if (!(problem instanceof Error)) {
    return String(problem);
  }
  const { message, code } = problem as Error & { readonly code?: string | number };
  return [message, code].filter((part) => part !== undefined && part !== '').join(' ') || problem.name;
}
