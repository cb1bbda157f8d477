import { Rule } from './rule';

export const defaultDisruptionBudget: Rule = {
  name: 'default-disruption-budget',
  severity: 'warning',
  summary: 'a GPU pool without disruption budgets',
  why: "Karpenter's default is 10 % of the nodes, rounded up, and a node that is not ready or already going uses it up: in a pool of up to ten, one broken node keeps all empty ones, GPUs paid for.",
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5750',
  check: ({ nodePools }) => nodePools
    .filter(({ isGpu, isStatic, object }) => isGpu && !isStatic && object.spec?.disruption?.budgets === undefined)
    .map((pool) => pool.violation(['spec', 'disruption', 'budgets'], 'one that lets empty nodes go',
      'set budgets: [{ nodes: "100%", reasons: [Empty] }, { nodes: "1", reasons: [Drifted, Underutilized] }]')),
};
