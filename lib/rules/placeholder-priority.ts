import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';

/** Karpenter takes a pod of this priority or less for nothing, and its node for an empty one. */
const COUNTS_AS_NOTHING = -33_554_432;

/** Cluster Autoscaler brings no node for a pod below this. */
const LEAST = -10;

export const placeholderPriority: Rule = {
  name: 'placeholder-priority',
  severity: 'error',
  summary: 'placeholder pods whose PriorityClass is below -10',
  why: `Below ${LEAST} Cluster Autoscaler brings no node for them; from ${COUNTS_AS_NOTHING} downwards Karpenter takes their node for an empty one and gives it up: nothing is kept warm.`,
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/4452',
  check: (manifests) => placeholders(manifests).filter(({ priority }) => priority.object.value < LEAST)
    .map(({ priority }) => priority.violation(['value'], `${LEAST}`, `set value: ${LEAST}`)),
};
