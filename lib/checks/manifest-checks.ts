import { ApiObject, Chart } from 'cdk8s';
import { Workload } from 'cdk8s-plus-28';
import { IConstruct } from 'constructs';
import { RULES } from '../rules';
import { check } from '../rules/check';
import { FleetApp } from '../synth/fleet-app';

/** Apps that are checked already. */
const CHECKED = new WeakSet<IConstruct>();

/** What was found of apps with several charts, until the synthesis that asked has ended. */
const FOUND = new WeakMap<IConstruct, string[]>();

const ERRORS = RULES.filter(({ severity }) => severity === 'error');

/**
 * Holds the rules across objects against everything that an app is made of: its own manifests, and foreign ones that it includes.
 *
 * Every construct of this library does so for its app. A finding ends the synthesis, and says what is wrong, what was got, what was
 * expected and what to do. The annotation `gpu-autoscaler.dev/lint-ignore: rule-a,rule-b` exempts an object from rules.
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
  const findings = check(objects.map((object) => root instanceof FleetApp ? root._render(object) : object.toJson()), ERRORS).findings
    .map(({ rule, message }) => `${message} (rule ${rule.name})`);
  // cdk8s validates the whole app once more for each of its charts. Rendering that often would take the square of the time, so what was
  // found is kept until the synthesis, which is synchronous, has ended.
  if (constructs.filter(Chart.isChart).length > 1) {
    FOUND.set(root, findings);
    queueMicrotask(() => FOUND.delete(root));
  }
  return findings;
}
