import { CAPACITY_TYPE_LABEL } from './manifests/node-pool';
import { Rule } from './rule';

export const spotOnlyWorkers: Rule = {
  name: 'spot-only-workers',
  severity: 'warning',
  summary: 'GPU workers with pools of spot machines only',
  why: 'When spot runs out, and for GPUs it does, no worker starts, while on-demand machines could be had.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/8298',
  check: (manifests) => manifests.scalers.flatMap(({ target }) => {
    const pools = target === undefined ? [] : manifests.poolsOf(target);
    const spot = pools.map((pool) => ({ pool, requirement: pool.requirement(CAPACITY_TYPE_LABEL) }))
      .filter(({ requirement }) => requirement?.operator === 'In' && requirement.values.every((type) => type === 'spot'));
    return spot.length === 0 || spot.length < pools.length ? []
      : spot.map(({ pool, requirement }) => pool.violation([...requirement!.path, 'values'], 'on-demand too, or another pool with it', 'add on-demand to the values, or a pool of lower weight that has it'));
  }),
};
