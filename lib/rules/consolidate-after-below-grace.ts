import { seconds } from './manifests/values';
import { Rule } from './rule';

/** What has pods that are scaled in; those of other kinds end by themselves. */
const SCALED_IN = ['Deployment', 'StatefulSet', 'Rollout'];

export const consolidateAfterBelowGrace: Rule = {
  name: 'consolidate-after-below-grace',
  // The worker ends in order, and what is lost is the node.
  severity: 'warning',
  summary: "a GPU pool whose consolidateAfter is shorter than its workers' grace period",
  why: 'The clock starts when a worker begins to end. The node is given up while the worker still finishes its job, and the next worker has to wait for a new machine.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2319',
  check: (manifests) => {
    const idle = new Map(manifests.nodePools.map((pool) => [pool, seconds(pool.object.spec?.disruption?.consolidateAfter) ?? Infinity]));
    return manifests.workloads.filter(({ kind }) => SCALED_IN.includes(kind)).flatMap((workload) => manifests.poolsOf(workload)
      .filter((pool) => idle.get(pool)! < workload.grace)
      .map((pool) => pool.violation(['spec', 'disruption', 'consolidateAfter'], `at least ${workload.grace}s, the grace period of ${workload.kind} ${workload.name}`, 'lengthen it: worker grace and the time that a node should wait for the next worker')));
  },
};
