import { Rule } from './rule';

const KEY = 'karpenter.sh/capacity-type';

export const capacityTypeOmitted: Rule = {
  name: 'capacity-type-omitted',
  severity: 'warning',
  summary: 'a GPU pool that does not say how its nodes are bought',
  why: 'Without the requirement every type is allowed and spot comes before on-demand, so inference runs on machines that may be taken away in two minutes.',
  incident: 'https://github.com/kaito-project/kaito/pull/2327',
  check: ({ nodePools }) => nodePools
    .filter((pool) => pool.isGpu && pool.requirement(KEY) === undefined && pool.template.metadata?.labels?.[KEY] === undefined)
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'requirements'], `a requirement on ${KEY}`, `add { key: ${KEY}, operator: In, values: [on-demand] }`, `none on ${KEY}`)),
};
