import { missing } from './capabilities';
import { Context } from './context';
import { Blocked, Finding, Violation } from './finding';
import { timed } from './keda/timed';
import { ConformanceOptions } from './options';
import { Rule } from './rule';
import { RULES } from './rules';
import { problem } from './shown';

/** How long a scaler may take to accept a connection. */
const CONNECT_MS = 5000;

/** What came of one rule. */
export interface RuleResult {
  readonly rule: Rule;
  /** `blocked` is a rule that could not be judged because another thing is broken; `not checked` one for which something was not given. */
  readonly outcome: 'ok' | 'failed' | 'blocked' | 'not checked';
  readonly ms: number;
  /** Of what failed. */
  readonly finding?: Finding;
  /** Why it is blocked, or what to give so that it is checked. */
  readonly reason?: string;
}

/** What came of all rules. */
export interface Report {
  readonly address: string;
  readonly results: readonly RuleResult[];
  /** Whether every rule that was checked holds, and at least one was. */
  readonly conforms: boolean;
}

/** How a run is watched and ended. */
export interface RunOptions {
  /** @default - all rules */
  readonly rules?: readonly Rule[];
  /** Is told each result as soon as it is there. */
  readonly onResult?: (result: RuleResult) => void;
  /** Ends the run. The scaler's backend is brought back and the work taken away first. */
  readonly signal?: AbortSignal;
}

/** There is no scaler to check. */
export class UnreachableError extends Error {}

/**
 * Plays KEDA against a scaler, rule by rule.
 *
 * @throws UnreachableError if the scaler accepts no connection
 * @throws Error if something that was given fails itself, such as `work.enqueue`, or the run was ended by `signal`
 */
export async function runConformance(options: ConformanceOptions, run: RunOptions = {}): Promise<Report> {
  const { rules = RULES, onResult = () => undefined, signal } = run;
  await requireConnection(options);
  const ended = signal === undefined ? undefined : aborted(signal);
  const results: RuleResult[] = [];
  for (const rule of rules) {
    const lacking = missing(rule.needs, options);
    const result = lacking.length > 0
      ? { rule, outcome: 'not checked' as const, ms: 0, reason: `give ${lacking.join('; and ')}` }
      : await checked(rule, options, ended);
    results.push(result);
    onResult(result);
  }
  return {
    address: options.address,
    results,
    conforms: results.some(({ outcome }) => outcome === 'ok') && results.every(({ outcome }) => outcome === 'ok' || outcome === 'not checked'),
  };
}

async function checked(rule: Rule, options: ConformanceOptions, ended: Promise<never> | undefined): Promise<RuleResult> {
  const context = new Context(options);
  const began = performance.now();
  const result = (rest: Omit<RuleResult, 'rule' | 'ms'>): RuleResult => ({ rule, ms: performance.now() - began, ...rest });
  try {
    await Promise.race([rule.check(context), ...(ended === undefined ? [] : [ended])]);
    return result({ outcome: 'ok' });
  } catch (error) {
    if (error instanceof Violation) {
      return result({ outcome: 'failed', finding: error.finding });
    }
    if (error instanceof Blocked) {
      return result({ outcome: 'blocked', reason: error.message });
    }
    throw error;
  } finally {
    await context.leave();
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  promise.catch(() => undefined); // it may come between two rules
  return promise;
}

async function requireConnection(options: ConformanceOptions): Promise<void> {
  const context = new Context(options);
  try {
    if ((await timed(() => context.keda.connected(CONNECT_MS))).error !== undefined) {
      const { error } = await timed(() => context.keda.getMetricSpec(context.ref)); // says why
      throw new UnreachableError(`${options.address}: no connection ${options.tls === undefined ? 'in plain text' : 'with TLS'} within ${CONNECT_MS} ms`
        + `${error === undefined ? '' : ` (${problem(error)})`}; expected an external scaler that listens there; correct the address or the TLS files, or start the scaler`);
    }
  } finally {
    await context.leave();
  }
}
