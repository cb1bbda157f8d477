import { Construct } from 'constructs';

/**
 * Refuses wrong input at synth, in the one form every refusal of this library has.
 *
 * @param scope the construct that was given the input; its path starts the message
 * @param what the property
 * @param got its value
 * @param expected what would have been right
 * @param fix what the user should do
 */
export function refuse(scope: Construct, what: string, got: unknown, expected: string, fix: string): never {
  throw new Error(`${scope.node.path}: ${what}: got ${shown(got)}; expected ${expected}; ${fix}`);
}

/** A value as messages show it, with constructs by their paths. */
export function shown(value: unknown): string {
  if (typeof value === 'number') {
    return String(value); // NaN and Infinity, which JSON has not
  }
  return value === undefined ? 'nothing' : JSON.stringify(value, (_, part) => (Construct.isConstruct(part) ? part.node.path : part) as unknown);
}

/** Refuses anything but a whole number within bounds. */
export function requireWhole(scope: Construct, what: string, value: number, least: number, most: number = Number.MAX_SAFE_INTEGER): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    const bounds = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
    refuse(scope, what, value, `a whole number ${bounds}`, `correct ${what}`);
  }
}

/** Refuses an empty or missing text, which untyped callers can pass. */
export function requireText(scope: Construct, what: string, value: string | undefined): void {
  if (typeof value !== 'string' || value.trim() === '') {
    refuse(scope, what, value, 'a non-empty string', `set ${what}`);
  }
}

/** Refuses what Karpenter and KEDA cannot carry: a fraction of a second, or less than `least` seconds. */
export function requireSeconds(scope: Construct, what: string, seconds: number, least: number, most: number = 2 ** 31 - 1): void {
  requireWhole(scope, `${what} (seconds)`, seconds, least, most);
}

/** Lets a refusal of the contract start with the construct that was given the input. */
export function inWordsOf<T>(scope: Construct, render: () => T): T {
  try {
    return render();
  } catch (error) {
    throw new Error(`${scope.node.path}: ${(error as Error).message}`);
  }
}
