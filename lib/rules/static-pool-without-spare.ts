import { number } from './manifests/values';
import { Rule } from './rule';

export const staticPoolWithoutSpare: Rule = {
  name: 'static-pool-without-spare',
  severity: 'warning',
  summary: 'a static NodePool whose limits.nodes equals its replicas',
  why: 'A drifted or broken node is replaced before it goes. At the limit there is no room for the replacement, so it stays.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/3203',
  check: ({ nodePools }) => nodePools.filter(({ object }) => {
    const replicas = number(object.spec?.replicas);
    return replicas !== undefined && replicas > 0 && number(object.spec?.limits?.nodes) === replicas;
  }).map((pool) => pool.violation(['spec', 'limits', 'nodes'], 'more than replicas', 'raise it by the nodes that may be replaced at a time, or leave it out')),
};
