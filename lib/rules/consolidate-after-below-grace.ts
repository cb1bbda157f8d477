import { seconds } from './manifests/values';
import { Rule } from './rule';

export const consolidateAfterBelowGrace: Rule = {
  name: 'consolidate-after-below-grace',
  severity: 'error',
  summary: "a GPU pool whose consolidateAfter is shorter than its workers' grace period",
  why: 'The clock starts when a worker begins to end. The node is given up while the worker still finishes its job, and the next worker has to wait for a new machine.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2319',
  check: (manifests) => manifests.workloads.flatMap((workload) => manifests.poolsOf(workload).flatMap((pool) => {
    const idle = seconds(pool.object.spec?.disruption?.consolidateAfter);
    // A pod of any other kind than these is not scaled in: it ends by itself.
    return idle === undefined || idle >= workload.grace || !['Deployment', 'StatefulSet', 'Rollout'].includes(workload.kind) ? []
      : [pool.violation(['spec', 'disruption', 'consolidateAfter'], `at least ${workload.grace}s, the grace period of ${workload.kind} ${workload.name}`, 'lengthen it: worker grace and the time that a node should wait for the next worker')];
  })),
};
