import { ApiObject, Chart } from 'cdk8s';
import { Workload } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { takenNames } from './taken-names';
import { emitWarning } from '../private/warn';
import { RULES } from '../rules';
import { check, Report } from '../rules/check';
import { Severity } from '../rules/rule';
import { FleetApp } from '../synth/fleet-app';

/** Apps that are checked already. */
const CHECKED = new WeakSet<IConstruct>();

/** What was found of apps with several charts, until the synthesis that asked has ended. */
const FOUND = new WeakMap<IConstruct, string[]>();

/** What each app was warned of: of everything once, however often it is synthesized. */
const WARNED = new WeakMap<IConstruct, Set<string>>();

/**
 * Holds the rules across objects against everything that an app is made of: its own manifests, and foreign ones that it includes.
 *
 * Every construct of this library does so for its app. An error ends the synthesis, and says what is wrong, what was got, what was
 * expected and what to do; advice is a warning. Two objects of one kind and name are an error too: the later one would overwrite the
 * other. The annotation `gpu-autoscaler.dev/lint-ignore: rule-a,rule-b` exempts an object from rules.
 *
 * @see https://github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler/blob/main/docs/rules.md
 */
export class ManifestChecks {
  /**
   * Checks the whole app of `scope` whenever it is synthesized. Doing so again changes nothing.
   *
   * Workloads of cdk8s-plus are left out: rendering one with `spread` once more would change it. `gpu-autoscaler lint dist/` reads them too.
   */
  public static enforce(scope: IConstruct): void {
    const { root } = scope.node;
    if (!CHECKED.has(root)) {
      CHECKED.add(root);
      root.node.addValidation({ validate: () => findingsOf(root) });
    }
  }

  private constructor() {}
}

function findingsOf(root: IConstruct): string[] {
  const known = FOUND.get(root);
  if (known !== undefined) {
    return known;
  }
  const constructs = root.node.findAll();
  const objects = constructs.filter((construct) => ApiObject.isApiObject(construct)).filter(({ node }) => !(node.scope instanceof Workload));
  const rendered = objects.map((object) => root instanceof FleetApp ? root._render(object) : object.toJson());
  const { errors, advice } = judged(rendered);
  const findings = [...takenNames(objects, rendered), ...errors];
  warnOnce(root, advice);
  // cdk8s validates the whole app once more for each of its charts. Rendering that often would take the square of the time, so what was
  // found is kept until the synthesis, which is synchronous, has ended.
  if (constructs.filter(Chart.isChart).length > 1) {
    FOUND.set(root, findings);
    queueMicrotask(() => FOUND.delete(root));
  }
  return findings;
}

function judged(rendered: readonly any[]): { readonly errors: readonly string[]; readonly advice: readonly string[] } {
  const told = (severity: Severity, { findings }: Report) => findings.filter(({ rule }) => rule.severity === severity)
    .map(({ rule, message }) => `${message} (rule ${rule.name})`);
  const report = check(rendered, RULES);
  return { errors: told('error', report), advice: told('warning', report) };
}

function warnOnce(root: IConstruct, advice: readonly string[]): void {
  const warned = WARNED.get(root) ?? new Set();
  WARNED.set(root, warned);
  advice.filter((message) => !warned.has(message)).forEach((message) => {
    warned.add(message);
    emitWarning(message);
  });
}
