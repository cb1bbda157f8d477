import { nearest } from './manifests/nearest';
import { CAPACITY_TYPE_LABEL } from './manifests/node-pool';
import { Rule } from './rule';

const TYPES = ['on-demand', 'spot', 'reserved'];

export const capacityTypeUnknown: Rule = {
  name: 'capacity-type-unknown',
  severity: 'error',
  summary: 'a capacity type of a NodePool that Karpenter does not know',
  why: 'No machine has it. Beside another type it is silently left out: when spot is gone, on_demand brings nothing.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/661',
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.requirements.filter(({ key }) => key === CAPACITY_TYPE_LABEL)
    .flatMap(({ values, path }) => values.flatMap((value, index) => TYPES.includes(value) ? []
      : [pool.violation([...path, 'values', index], `one of ${TYPES.join(', ')}`, `write ${nearest(value, TYPES) ?? TYPES[0]}`)]))),
};
