import { Rule } from './rule';

/** What Karpenter puts on a node that it gives up. */
const DISRUPTED = { key: 'karpenter.sh/disrupted', effect: 'NoSchedule' };

export const workerNotDrained: Rule = {
  name: 'worker-not-drained',
  severity: 'warning',
  summary: 'GPU workers on a pool of Karpenter that tolerate every taint',
  why: 'Karpenter takes a pod that tolerates karpenter.sh/disrupted for one that stays to the end, as those of DaemonSets do: it is not evicted, and dies with the machine in the middle of its job.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/655',
  check: (manifests) => manifests.workloads
    .filter((workload) => workload.isGpu && workload.kind !== 'DaemonSet' && workload.tolerates(DISRUPTED) && manifests.poolsOf(workload).length > 0)
    .map((workload) => workload.violation([...workload.podPath, 'tolerations'], 'tolerations of the taints that the pool has', 'name the keys, such as { key: nvidia.com/gpu, operator: Exists, effect: NoSchedule }')),
};
