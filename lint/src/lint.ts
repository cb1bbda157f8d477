import { Position, SourceObject } from './read-manifests';
import { check, Finding } from '../../lib/rules/check';
import { ManifestSet } from '../../lib/rules/manifests/manifest-set';
import { Rule } from '../../lib/rules/rule';

/** A finding, and where it is written. */
export interface LocatedFinding extends Finding {
  readonly file: string;
  readonly position: Position;
}

/** What came out. */
export interface LintResult {
  readonly findings: readonly LocatedFinding[];
  readonly silenced: readonly LocatedFinding[];
  readonly objects: number;
  readonly files: number;
  /** ScaledObjects that rules about GPU workers could not look at, because what they scale was not given. */
  readonly withoutTarget: readonly string[];
  /** ScaledObjects of GPU workers on Prometheus with which something is wrong. */
  readonly onPrometheus: readonly string[];
}

/** Holds rules against objects; findings come in the order in which they are written. */
export function lint(sources: readonly SourceObject[], rules: readonly Rule[]): LintResult {
  const sourceOf = new Map(sources.map((source) => [source.object, source]));
  const objects = sources.map(({ object }) => object);
  const report = check(objects, rules);
  const located = (finding: Finding): LocatedFinding => {
    const source = sourceOf.get(finding.object)!;
    return { ...finding, file: source.file, position: source.locate(finding.path) };
  };
  const { scaledObjects } = new ManifestSet(objects);
  const wrong = new Set(report.findings.map(({ object }) => object));
  return {
    findings: report.findings.map(located),
    silenced: report.silenced.map(located),
    objects: objects.length,
    files: new Set(sources.map(({ file }) => file)).size,
    withoutTarget: scaledObjects.filter(({ target, isGpu }) => target === undefined && !isGpu).map(({ name }) => name),
    onPrometheus: scaledObjects.filter(({ object, isGpu, triggers }) => isGpu && wrong.has(object) && triggers.some(({ type }) => type === 'prometheus'))
      .map(({ name }) => name),
  };
}

/** How many findings are of a severity. */
export function count(findings: readonly LocatedFinding[], severity: Rule['severity']): number {
  return findings.filter(({ rule }) => rule.severity === severity).length;
}
