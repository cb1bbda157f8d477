import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';

export const resourceNameAsRequirement: Rule = {
  name: 'resource-name-as-requirement',
  severity: 'error',
  summary: 'the name of the GPU resource as a requirement of a NodePool',
  why: 'Karpenter takes it for a label. It filters no machine, and every node gets the label with a made-up value.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5537',
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.requirements.filter(({ key }) => isGpuResource(key))
    .map(({ path }) => pool.violation([...path, 'key'], `the provider's label, such as ${pool.awsLabel('instance-gpu-count')}`,
      `require the GPU by its label: { key: ${pool.awsLabel('instance-gpu-count')}, operator: In, values: ["1"] }`))),
};
