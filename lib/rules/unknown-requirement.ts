import { isReserved, labelInsteadOf } from './manifests/machine-labels';
import { Rule } from './rule';

export const unknownRequirement: Rule = {
  name: 'unknown-requirement',
  // A newer provider may know more labels.
  severity: 'warning',
  summary: 'a requirement of a NodePool on a label that no machine of its provider has',
  why: 'In the domain of the provider it is refused, and no node comes. Elsewhere it is a label of yours that filters no machine: the pool buys any.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/4362',
  // What no pool may ask for is refused, and told by requirement-refused.
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.requirements.filter(({ key }) => !isReserved(key)).flatMap(({ key, path }) => {
    const instead = labelInsteadOf(key, pool.provider);
    return instead === undefined ? []
      : [pool.violation([...path, 'key'], instead.meant ?? `a label of the machines of ${pool.provider}`, instead.meant === undefined ? 'correct it, or remove it' : `write ${instead.meant}`)];
  })),
};
