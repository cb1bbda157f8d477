import { isNone, items } from './manifests/values';
import { Rule } from './rule';

export const zeroBudgetWithoutReasons: Rule = {
  name: 'zero-budget-without-reasons',
  severity: 'warning',
  summary: 'a GPU pool with a permanent disruption budget of zero that names no reasons',
  why: 'It stops everything: empty nodes are kept and paid for, and since Karpenter 1.15 broken GPU nodes are not repaired.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5750',
  check: ({ nodePools }) => nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => pool.budgets
    .flatMap(({ nodes, reasons, schedule }, index) => !isNone(nodes) || items(reasons).length > 0 || schedule !== undefined ? []
      : [pool.violation(['spec', 'disruption', 'budgets', index, 'reasons'], 'the reasons that it is meant for', 'set reasons: [Underutilized] or [Underutilized, Drifted]')])),
};
