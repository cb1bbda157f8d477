/** What was found wrong, and what its author should do. */
export interface Finding {
  readonly expected: string;
  readonly seen: string;
  readonly advice: string;
}

/** The scaler breaks the rule that is checked. */
export class Violation extends Error {
  public constructor(public readonly finding: Finding) {
    super(`expected ${finding.expected}; saw ${finding.seen}; ${finding.advice}`);
  }
}

/** The rule cannot be judged: something that it builds on does not hold. Another rule is about that. */
export class Blocked extends Error {}
