import { seconds } from './manifests/values';
import { Rule } from './rule';

const ANNOTATION = 'karpenter.sh/do-not-disrupt';

/** What Karpenter had before 1.0. */
const REMOVED = ['karpenter.sh/do-not-evict', 'karpenter.sh/do-not-consolidate'];

export const doNotDisruptMisspelt: Rule = {
  name: 'do-not-disrupt-misspelt',
  severity: 'error',
  summary: 'pods with an annotation against disruption that Karpenter does not know',
  why: 'Karpenter 1.0 removed do-not-evict and do-not-consolidate, and reads "true" or a duration only. Anything else protects nothing.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5394',
  check: ({ workloads }) => workloads.flatMap((workload) => workload.podAnnotations.flatMap(([key, value]) => {
    const at = [...workload.podPath.slice(0, -1), 'metadata', 'annotations', key];
    if (REMOVED.includes(key)) {
      return workload.podAnnotations.some(([other]) => other === ANNOTATION) ? [] : [workload.violation(at, `${ANNOTATION} instead`, `write ${ANNOTATION}: "true"`)];
    }
    return key !== ANNOTATION || ['true', 'false'].includes(value) || seconds(value) !== undefined ? []
      : [workload.violation(at, '"true", or a duration such as "2h"', 'correct it')];
  })),
};
