/**
 * What kind of thing stopped a model:
 * - `denied`: the source wants other credentials;
 * - `absent`: the source does not have it;
 * - `changed`: the source, or the directory of what is fetched, has something else than a moment ago;
 * - `corrupt`: what came is not what the source announced;
 * - `busy`: the source asks for fewer requests;
 * - `unavailable`: the source does not answer, or not in full;
 * - `space`: the disk or the budget is full;
 * - `refused`: it cannot be done as it is configured.
 */
export type ProblemKind = 'denied' | 'absent' | 'changed' | 'corrupt' | 'busy' | 'unavailable' | 'space' | 'refused';

/** Why a model is not there, in one sentence that says what to do. */
export class Problem extends Error {
  public constructor(
    public readonly kind: ProblemKind, message: string,
    /** What the source asked to wait for. */
    public readonly retryAfterMs?: number,
  ) {
    super(message);
    this.name = 'Problem';
  }
}

/** A full disk, in the words of the system. */
const FULL = ['ENOSPC', 'EDQUOT'];

/** An error of the filesystem as a problem, if the disk is full; else as it is. */
export function diskProblem(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return FULL.includes(code ?? '') ? new Problem('space', `the disk is full (${code}); free space on the node, or lower the disk budget`) : error;
}
