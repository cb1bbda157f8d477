import { Rule } from './rule';

export const untaintedGpuPool: Rule = {
  name: 'untainted-gpu-pool',
  severity: 'error',
  summary: 'a GPU pool without a taint',
  why: 'Any pod may start a GPU machine, or land on one and keep it alive for ever: an occupied node is never given up.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/8447',
  check: ({ nodePools }) => nodePools.filter(({ isGpu, taints }) => isGpu && !taints.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'))
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'taints'], 'a taint that only GPU workloads tolerate', 'set taints: [{ key: nvidia.com/gpu, value: present, effect: NoSchedule }]')),
};
