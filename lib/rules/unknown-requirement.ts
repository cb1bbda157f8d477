import { labelInsteadOf } from './manifests/machine-labels';
import { text } from './manifests/values';
import { Rule } from './rule';

export const unknownRequirement: Rule = {
  name: 'unknown-requirement',
  // A newer provider may know more labels.
  severity: 'warning',
  summary: 'a requirement of a NodePool on a label that no machine of its provider has',
  why: 'In the domain of the provider it is refused, and no node comes. Elsewhere it is a label of yours that filters no machine: the pool buys any.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/4362',
  check: ({ nodePools }) => nodePools.flatMap((pool) => {
    const provider = text(pool.template.spec?.nodeClassRef?.group);
    return pool.requirements.flatMap(({ key, path }) => {
      const instead = labelInsteadOf(key, provider);
      return instead === undefined ? []
        : [pool.violation([...path, 'key'], instead.meant ?? `a label of the machines of ${provider}`, instead.meant === undefined ? 'correct it, or remove it' : `write ${instead.meant}`)];
    });
  }),
};
