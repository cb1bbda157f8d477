import { Rule } from './rule';

export const severalArchitectures: Rule = {
  name: 'several-architectures',
  severity: 'warning',
  summary: 'a GPU pool that admits both amd64 and arm64 machines',
  why: 'g5g has arm64 and is often the cheapest of its kind. An image for amd64 does not start there.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/3217',
  check: ({ nodePools }) => nodePools.filter(({ isGpu, machines }) => isGpu && new Set(machines.map(({ arch }) => arch)).size > 1)
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'requirements'], 'machines of one architecture', 'add { key: kubernetes.io/arch, operator: In, values: [amd64] }', 'machines with amd64 and arm64')),
};
