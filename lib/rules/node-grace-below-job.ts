import { number, seconds, valueAt } from './manifests/values';
import { DO_NOT_DISRUPT, Workload } from './manifests/workload';
import { Rule } from './rule';

export const nodeGraceBelowJob: Rule = {
  name: 'node-grace-below-job',
  severity: 'warning',
  summary: 'a GPU pool whose terminationGracePeriod is shorter than Jobs that may not be disrupted',
  why: 'With a terminationGracePeriod Karpenter drains drifted nodes too, whatever pods forbid: when it is over the Job is killed in the middle of its work.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/1961',
  // Who writes a grace period says how long the pod needs to end in order; node-grace-below-worker looks at that.
  check: (manifests) => manifests.workloads.filter(({ isOfJobs }) => isOfJobs).flatMap((job) => {
    const longest = job.pod.terminationGracePeriodSeconds === undefined ? protectedFor(job) : undefined;
    return longest === undefined ? [] : manifests.poolsOf(job).flatMap((pool) => {
      const grace = seconds(pool.template.spec?.terminationGracePeriod);
      return grace === undefined || grace >= longest ? []
        : [pool.violation(['spec', 'template', 'spec', 'terminationGracePeriod'], `at least ${longest}s, the longest run of ${job.kind} ${job.name}`,
          'lengthen it, or leave it out and set expireAfter: Never')];
    });
  }),
};

/** How long the pods of a Job may not be disrupted, as far as that is written. Seconds. */
function protectedFor(job: Workload): number | undefined {
  const annotation = job.podAnnotation(DO_NOT_DISRUPT);
  if (annotation !== 'true') {
    return seconds(annotation);
  }
  return number(job.pod.activeDeadlineSeconds) ?? number(valueAt(job.object, [...job.podPath.slice(0, -2), 'activeDeadlineSeconds']));
}
