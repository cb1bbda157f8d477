import { seconds } from './manifests/values';
import { Rule } from './rule';

/** Karpenter checks a drain's end with a back-off of at most this. Seconds. */
const MARGIN = 10;

export const nodeGraceBelowWorker: Rule = {
  name: 'node-grace-below-worker',
  severity: 'error',
  summary: "a GPU pool whose terminationGracePeriod is shorter than its workers' own, plus 10 seconds",
  why: 'A worker that was scaled in no longer counts: its node is empty, is deleted, and the worker is killed at the end of the node\'s grace instead of its own.',
  incident: 'https://github.com/aws/karpenter-provider-aws/pull/6783',
  check: (manifests) => manifests.workloads.flatMap((workload) => manifests.poolsOf(workload).flatMap((pool) => {
    const grace = seconds(pool.template.spec?.terminationGracePeriod);
    return grace === undefined || grace >= workload.grace + MARGIN ? []
      : [pool.violation(['spec', 'template', 'spec', 'terminationGracePeriod'], `at least ${workload.grace + MARGIN}s, ${MARGIN} more than the grace period of ${workload.kind} ${workload.name}`, 'lengthen it, or leave it out')];
  })),
};
