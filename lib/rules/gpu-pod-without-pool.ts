import { Rule } from './rule';
import { POOL_LABEL } from '../nodes/node-labels';

export const gpuPodWithoutPool: Rule = {
  name: 'gpu-pod-without-pool',
  severity: 'warning',
  summary: 'a GPU workload that none of the GPU pools can take',
  why: 'Unless another pool exists in the cluster, the pods stay Pending.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/7535',
  check: (manifests) => {
    const gpuPools = manifests.nodePools.filter(({ isGpu }) => isGpu);
    return manifests.workloads
      .filter((workload) => gpuPools.length > 0 && workload.isGpu && workload.kind !== 'DaemonSet')
      // Workers of this library on nodes that no NodePool brings: node groups, or a ComputeClass.
      .filter(({ nodeSelection }) => !nodeSelection.some(({ key }) => key === POOL_LABEL))
      .filter((workload) => manifests.poolsOf(workload).length === 0 && manifests.poolsNamedBy(workload).length === 0)
      .map((workload) => {
        const { path, expected, fix } = gpuPools[0].refusal(workload)!;
        return workload.violation(path, expected, fix);
      });
  },
};
