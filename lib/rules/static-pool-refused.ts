import { Rule } from './rule';

export const staticPoolRefused: Rule = {
  name: 'static-pool-refused',
  severity: 'error',
  summary: 'a static NodePool with a weight, or with limits other than nodes',
  why: 'The API server refuses it: the nodes of a static pool are there whatever is asked for, so nothing chooses between pools, and replicas are the limit.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/pull/2345',
  check: ({ nodePools }) => nodePools.filter(({ isStatic }) => isStatic).flatMap((pool) => [
    ...(pool.object.spec.weight === undefined ? [] : [pool.violation(['spec', 'weight'], 'none beside replicas', 'remove it')]),
    ...Object.keys(pool.object.spec.limits ?? {}).filter((resource) => resource !== 'nodes')
      .map((resource) => pool.violation(['spec', 'limits', resource], 'nodes alone, beside replicas', 'remove it, or set limits.nodes')),
  ]),
};
