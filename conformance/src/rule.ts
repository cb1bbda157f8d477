import { Capability } from './capabilities';
import { Context } from './context';

/** One thing that KEDA relies on. */
export interface Rule {
  /** As it is named on the command line. */
  readonly name: string;
  /** What holds, in one line. */
  readonly title: string;
  /** What KEDA does to whoever breaks it. */
  readonly why: string;
  /** Where that can be read: an issue of KEDA or its source. */
  readonly see: string;
  /** What the user has to give before it can be checked. */
  readonly needs: readonly Capability[];
  /**
   * @throws Violation if the scaler breaks the rule
   * @throws Blocked if it cannot be judged, because something else is broken
   */
  check(context: Context): Promise<void>;
}
