import { Rule } from './rule';

export const consolidateAfterMissing: Rule = {
  name: 'consolidate-after-missing',
  severity: 'warning',
  summary: 'a NodePool with disruption settings but no consolidateAfter',
  why: 'Up to Karpenter 1.14, and with the providers of Azure and Google Cloud, the API server refuses it. Later it is 0s: a node goes the moment it is empty, and the next worker waits for another.',
  incident: 'https://github.com/aws/karpenter-provider-aws/pull/8846',
  check: ({ nodePools }) => nodePools
    .filter(({ object }) => object.apiVersion === 'karpenter.sh/v1' && Object.keys(object.spec?.disruption ?? {}).length > 0)
    .filter(({ object }) => object.spec.disruption.consolidateAfter === undefined)
    .map((pool) => pool.violation(['spec', 'disruption', 'consolidateAfter'], 'a duration, or Never', 'set consolidateAfter: 5m, more than the longest grace period of the pods')),
};
