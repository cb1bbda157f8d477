/**
 * Input that breaks the agreement between the constructs and the scaler.
 *
 * One sentence that a tired person understands: what is wrong, the value got, what was expected, what to do.
 */
export class ContractError extends Error {
  public constructor(public readonly field: string, problem: string) {
    super(problem);
    this.name = 'ContractError';
  }
}

/** Builds the message every refusal has: what, got, expected, do. */
export function refusal(field: string, got: unknown, expected: string, fix: string): ContractError {
  const shown = got === undefined ? 'nothing' : typeof got === 'number' ? String(got) : JSON.stringify(got);
  return new ContractError(field, `${field}: got ${shown}; expected ${expected}; ${fix}`);
}
