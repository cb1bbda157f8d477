import { isReserved, labelInsteadOf } from './manifests/machine-labels';
import { Requirement } from './manifests/node-pool';
import { Rule } from './rule';

const COMPARISONS = ['Gt', 'Gte', 'Lt', 'Lte'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist', ...COMPARISONS];

export const requirementRefused: Rule = {
  name: 'requirement-refused',
  severity: 'error',
  summary: 'a requirement of a NodePool that the API server refuses: a label of Karpenter itself, an unknown operator, In without a value, or a comparison with anything but one whole number',
  why: 'The pool is not changed, or not there at all: pods for it stay Pending.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/pull/2164',
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.requirements.flatMap((requirement) => {
    const { key, operator, path } = requirement;
    if (isReserved(key)) {
      const meant = labelInsteadOf(key, pool.provider)?.meant;
      return [pool.violation([...path, 'key'], 'a label by which machines differ', meant === undefined ? 'remove it' : `write ${meant}`)];
    }
    if (!OPERATORS.includes(operator)) {
      return [pool.violation([...path, 'operator'], `one of ${OPERATORS.join(', ')}`, 'correct it')];
    }
    const expected = valuesOf(requirement);
    return expected === undefined ? [] : [pool.violation([...path, 'values'], expected, 'correct them, or remove the requirement')];
  })),
};

/** What the values would have to be; nothing if they are. */
function valuesOf({ operator, values }: Requirement): string | undefined {
  if (operator === 'In' && values.length === 0) {
    return 'at least one value for In';
  }
  return COMPARISONS.includes(operator) && !(values.length === 1 && /^\d+$/.test(values[0])) ? `one whole number for ${operator}` : undefined;
}
