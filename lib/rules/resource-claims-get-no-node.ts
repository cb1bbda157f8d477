import { items } from './manifests/values';
import { Rule } from './rule';

export const resourceClaimsGetNoNode: Rule = {
  name: 'resource-claims-get-no-node',
  severity: 'warning',
  summary: 'pods with resource claims beside NodePools of Karpenter',
  why: 'Unless dynamic resource allocation is switched on in Karpenter, which one provider knows so far, it brings no node for a pod with a claim.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/pull/2384',
  check: ({ workloads, nodePools }) => nodePools.length === 0 ? [] : workloads.filter(({ kind, pod }) => kind !== 'DaemonSet' && items(pod.resourceClaims).length > 0)
    .map((workload) => workload.violation([...workload.podPath, 'resourceClaims'], 'GPUs under resources', 'ask for nvidia.com/gpu, or set IGNORE_DRA_REQUESTS=false and see what your provider knows', 'a claim')),
};
