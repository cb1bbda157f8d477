import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';

export const placeholderPreempts: Rule = {
  name: 'placeholder-preempts',
  severity: 'warning',
  summary: 'placeholder pods whose PriorityClass may preempt',
  why: 'A placeholder that comes back may push out a pod of still lower priority, which then comes back itself: nodes are bought in a circle.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/1050',
  check: (manifests) => placeholders(manifests).filter(({ priority }) => priority.object.preemptionPolicy !== 'Never')
    .map(({ priority }) => priority.violation(['preemptionPolicy'], 'Never', 'set preemptionPolicy: Never')),
};
