import { RULES } from './index';
import { ManifestSet } from './manifests/manifest-set';
import { entries, valueAt } from './manifests/values';
import { Manifest, Path, Rule } from './rule';

/** Objects name in it, separated by commas, the rules that they are exempt from. */
export const IGNORE_ANNOTATION = 'gpu-autoscaler.dev/lint-ignore';

/** A violation, told in full. */
export interface Finding {
  readonly rule: Rule;
  readonly object: Manifest;
  /** Kind, namespace and name. */
  readonly objectName: string;
  readonly path: Path;
  /** The path as it is written: `spec.triggers[0].metadata`. */
  readonly field: string;
  readonly got: string;
  readonly expected: string;
  readonly fix: string;
  /** All of it in one sentence. */
  readonly message: string;
}

/** What the rules say of manifests. */
export interface Report {
  readonly findings: readonly Finding[];
  /** What annotations have silenced. */
  readonly silenced: readonly Finding[];
}

/**
 * Holds rules against objects.
 *
 * @param objects plain Kubernetes objects, all that belong together
 * @param rules all of them if none are given
 */
export function check(objects: readonly Manifest[], rules: readonly Rule[] = RULES): Report {
  const manifests = new ManifestSet(objects);
  const place = new Map(objects.map((object, index) => [object, index]));
  const all = rules.flatMap((rule) => unique(rule.check(manifests).map((violation) => finding(rule, violation))))
    .sort((a, b) => place.get(a.object)! - place.get(b.object)!);
  const isSilenced = ({ object, rule }: Finding) => ignoredBy(object).includes(rule.name);
  return { findings: all.filter((each) => !isSilenced(each)), silenced: all.filter(isSilenced) };
}

/** The rules that an object is exempt from. */
export function ignoredBy(object: Manifest): readonly string[] {
  const annotation = entries(object.metadata?.annotations).find(([key]) => key === IGNORE_ANNOTATION)?.[1] ?? '';
  return annotation.split(',').map((name) => name.trim()).filter((name) => name !== '');
}

/** Several workers can find the same fault of one pool; the first of them says it. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Map<Manifest, Set<string>>();
  return findings.filter(({ object, field }) => {
    const fields = seen.get(object) ?? new Set();
    seen.set(object, fields);
    return !fields.has(field) && fields.add(field);
  });
}

function finding(rule: Rule, violation: ReturnType<Rule['check']>[number]): Finding {
  const { object, path, expected, fix } = violation;
  const objectName = nameOf(object);
  const field = fieldOf(path);
  const value = violation.got === undefined ? valueAt(object, path) : violation.got;
  const got = value === undefined || value === null ? 'nothing' : typeof value === 'string' && violation.got !== undefined ? value : shown(value);
  return { rule, object, objectName, path, field, got, expected, fix, message: `${objectName}: ${field}: got ${got}; expected ${expected}; ${fix}` };
}

/** The most of a value that a sentence bears. */
const SHOWN = 80;

function shown(value: unknown): string {
  const json = JSON.stringify(value);
  return json.length <= SHOWN ? json : `${json.slice(0, SHOWN)}…`;
}

function nameOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata?.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata?.name ?? metadata?.generateName}`;
}

function fieldOf(path: Path): string {
  return path.map((key) => typeof key === 'number' ? `[${key}]` : /^[A-Za-z]\w*$/.test(key) ? `.${key}` : `["${key}"]`).join('').replace(/^\./, '');
}
