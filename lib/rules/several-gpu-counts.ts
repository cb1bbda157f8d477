import { Rule } from './rule';

export const severalGpuCounts: Rule = {
  name: 'several-gpu-counts',
  severity: 'warning',
  summary: 'a GPU pool whose machines have different numbers of GPUs',
  why: 'Karpenter fills few nodes rather than cheap ones: two one-GPU pods get one four-GPU machine at 2.8 times the price, and it stays until the last of them ends.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2457',
  check: ({ nodePools }) => nodePools.filter(({ isGpu, gpuCounts }) => isGpu && gpuCounts.length > 1)
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'requirements'], 'machines with one number of GPUs', `require one number of GPUs, { key: ${pool.awsLabel('instance-gpu-count')}, operator: In, values: ["1"] } on AWS, and make a pool for each`, `machines with ${pool.gpuCounts.join(', ')} GPUs`)),
};
