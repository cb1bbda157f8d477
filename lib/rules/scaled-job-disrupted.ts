import { Rule } from './rule';

const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';

export const scaledJobDisrupted: Rule = {
  name: 'scaled-job-disrupted',
  severity: 'warning',
  summary: 'a ScaledJob with GPUs without karpenter.sh/do-not-disrupt on its pods',
  why: 'Karpenter moves the pod to a cheaper node in the middle of the job, and the Job begins again.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/6337',
  check: ({ workloads, nodePools }) => nodePools.length === 0 ? [] : workloads
    .filter(({ kind, isGpu, podAnnotations }) => kind === 'ScaledJob' && isGpu && !podAnnotations.some(([key]) => key === DO_NOT_DISRUPT))
    .map((job) => job.violation(['spec', 'jobTargetRef', 'template', 'metadata', 'annotations', DO_NOT_DISRUPT], '"true", or the longest run such as "2h"', `add ${DO_NOT_DISRUPT}: "true" to the pod template's annotations`)),
};
