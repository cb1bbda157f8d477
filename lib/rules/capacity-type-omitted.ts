import { CAPACITY_TYPE_LABEL } from './manifests/node-pool';
import { Rule } from './rule';

export const capacityTypeOmitted: Rule = {
  name: 'capacity-type-omitted',
  severity: 'warning',
  summary: 'a GPU pool that does not say how its nodes are bought',
  why: 'Without the requirement every type is allowed and spot comes before on-demand, so inference runs on machines that may be taken away in two minutes.',
  incident: 'https://github.com/kaito-project/kaito/pull/2327',
  check: ({ nodePools }) => nodePools
    .filter((pool) => pool.isGpu && pool.requirement(CAPACITY_TYPE_LABEL) === undefined)
    .filter(({ template }) => template.metadata?.labels?.[CAPACITY_TYPE_LABEL] === undefined)
    .map((pool) => pool.violation(['spec', 'template', 'spec', 'requirements'], `a requirement on ${CAPACITY_TYPE_LABEL}`, `add { key: ${CAPACITY_TYPE_LABEL}, operator: In, values: [on-demand] }`, `none on ${CAPACITY_TYPE_LABEL}`)),
};
