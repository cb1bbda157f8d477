import { ManifestSet } from './manifests/manifest-set';

/** A Kubernetes object as it is written: anything may be missing or of another type. */
export type Manifest = any;

/** Where a field is, from the object down. */
export type Path = readonly (string | number)[];

/** `error`: it will be refused, or it will hurt. `warning`: advice. */
export type Severity = 'error' | 'warning';

/** What a rule finds. */
export interface Violation {
  readonly object: Manifest;
  readonly path: Path;
  /** What would be right. */
  readonly expected: string;
  /** What to do. */
  readonly fix: string;
  /** What is there instead. @default - the value at `path` */
  readonly got?: unknown;
}

/** One thing that manifests can show to be wrong, mostly between objects that are each valid. */
export interface Rule {
  /** In kebab-case; `lint-ignore` names it. */
  readonly name: string;
  readonly severity: Severity;
  /** What it catches, in one line. */
  readonly summary: string;
  /** What happens otherwise. */
  readonly why: string;
  /** A public account of that happening to somebody. */
  readonly incident: string;
  check(manifests: ManifestSet): readonly Violation[];
}
