import { Rule } from './rule';

export const gpuPodDoesNotFitPool: Rule = {
  name: 'gpu-pod-does-not-fit-pool',
  severity: 'error',
  summary: 'a GPU workload that names a NodePool which cannot take it: another label, or a taint that it does not tolerate',
  why: 'The pods stay Pending, and Karpenter brings no node.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5703',
  check: (manifests) => manifests.workloads.filter(({ isGpu }) => isGpu).flatMap((workload) => manifests.poolsNamedBy(workload).flatMap((pool) => {
    const refusal = pool.refusal(workload);
    return refusal === undefined ? [] : [workload.violation(refusal.path, refusal.expected, refusal.fix)];
  })),
};
