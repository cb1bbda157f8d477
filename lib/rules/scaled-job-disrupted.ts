import { DO_NOT_DISRUPT, DO_NOT_DISRUPT_BEFORE_V1, Workload } from './manifests/workload';
import { Rule } from './rule';

export const scaledJobDisrupted: Rule = {
  name: 'scaled-job-disrupted',
  severity: 'warning',
  summary: 'a ScaledJob with GPUs without karpenter.sh/do-not-disrupt on its pods',
  why: 'Karpenter moves the pod to a cheaper node in the middle of the job, and the Job begins again.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/6337',
  check: ({ workloads, nodePools }) => nodePools.length === 0 ? [] : workloads
    .filter((workload) => workload.kind === 'ScaledJob' && workload.isGpu && !asksForIt(workload))
    .map((job) => job.violation(job.podAnnotationPath(DO_NOT_DISRUPT), '"true", or the longest run such as "2h"', `add ${DO_NOT_DISRUPT}: "true" to the pod template's annotations`)),
};

/** Whether it is asked for, were it at the wrong level or by an old name: other rules tell that. */
function asksForIt(job: Workload): boolean {
  return job.annotation(DO_NOT_DISRUPT) !== undefined
    || [DO_NOT_DISRUPT, ...DO_NOT_DISRUPT_BEFORE_V1].some((name) => job.podAnnotation(name) !== undefined);
}
