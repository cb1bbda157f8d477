import { seconds } from './manifests/values';
import { DO_NOT_DISRUPT, DO_NOT_DISRUPT_BEFORE_V1 } from './manifests/workload';
import { Rule } from './rule';

export const doNotDisruptMisspelt: Rule = {
  name: 'do-not-disrupt-misspelt',
  severity: 'error',
  summary: 'pods with an annotation against disruption that Karpenter does not know',
  why: 'Karpenter 1.0 removed do-not-evict and do-not-consolidate, and reads "true" or a duration only. Anything else protects nothing.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5394',
  check: ({ workloads }) => workloads.flatMap((workload) => workload.podAnnotations.flatMap(([key, value]) => {
    const at = workload.podAnnotationPath(key);
    if (DO_NOT_DISRUPT_BEFORE_V1.includes(key)) {
      return workload.podAnnotation(DO_NOT_DISRUPT) !== undefined ? [] : [workload.violation(at, `${DO_NOT_DISRUPT} instead`, `write ${DO_NOT_DISRUPT}: "true"`)];
    }
    return key !== DO_NOT_DISRUPT || ['true', 'false'].includes(value) || seconds(value) !== undefined ? []
      : [workload.violation(at, '"true", or a duration such as "2h"', 'correct it')];
  })),
};
