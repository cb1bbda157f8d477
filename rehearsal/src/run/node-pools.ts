/** What NodePools are given in a rehearsal: the machines of the AWS catalogue. */
import { isInstanceType } from './instance-types';
import { Manifest } from './manifests';

const ZONE = 'topology.kubernetes.io/zone';

const INSTANCE_TYPE = 'node.kubernetes.io/instance-type';

/** The zones that NodePools ask for by name; the machines are offered in these as well. */
export function zonesOf(manifests: readonly Manifest[]): string[] {
  return [...new Set(manifests.flatMap(requirementsOf).filter(({ key, operator }) => key === ZONE && operator === 'In').flatMap(({ values }) => values))].sort();
}

/**
 * What machines mean to a NodePool of another cloud, or of none.
 *
 * @returns a line for each requirement that the machines here do not know
 * @throws Error if it asks for types by name, and there is none of them
 */
export function foreignRequirements(nodePool: Manifest): string[] {
  const requirements = requirementsOf(nodePool);
  for (const { operator, values } of requirements.filter(({ key }) => key === INSTANCE_TYPE)) {
    if (operator === 'In' && !values.some(isInstanceType)) {
      throw new Error(`NodePool ${nodePool.metadata.name}: got instance types ${values.join(', ')}, none of which is offered here; expected types of the AWS catalogue `
        + 'with a list price; name some of those for the rehearsal');
    }
  }
  return requirements.filter(({ key }) => /^(karpenter\.azure\.com|cloud\.google\.com|karpenter\.k8s\.gcp)\//.test(key))
    .map(({ key }) => `NodePool ${nodePool.metadata.name}: ${key} means nothing here: machines, prices and sizes are those of AWS`);
}

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

function requirementsOf({ kind, spec }: Manifest): Requirement[] {
  return kind === 'NodePool' ? (spec.template?.spec?.requirements ?? []).map((requirement: Requirement) => ({ ...requirement, values: requirement.values ?? [] })) : [];
}
