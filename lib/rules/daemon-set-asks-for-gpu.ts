import { Rule } from './rule';

export const daemonSetAsksForGpu: Rule = {
  name: 'daemon-set-asks-for-gpu',
  severity: 'error',
  summary: 'a DaemonSet that asks for a GPU',
  why: 'It takes one on every node, and Karpenter counts it before any worker: on one-GPU machines no worker fits, and no node is brought.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/6507',
  check: ({ workloads }) => workloads.filter(({ kind, isGpu }) => kind === 'DaemonSet' && isGpu)
    .map((daemonSet) => daemonSet.violation(daemonSet.podPath, 'no GPU', 'remove the GPU from its resources; a pod sees the GPUs with the NVIDIA runtime class and NVIDIA_VISIBLE_DEVICES', 'a DaemonSet with a GPU request')),
};
