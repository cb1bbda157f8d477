import { OF_JOBS } from './disruption-budget-over-jobs';
import { text } from './manifests/values';
import { Rule } from './rule';

export const disruptionBudgetBlocksDrain: Rule = {
  name: 'disruption-budget-blocks-drain',
  severity: 'error',
  summary: 'a PodDisruptionBudget that allows no eviction of GPU pods, or one on placeholder pods',
  why: 'No node with such a pod can be drained: updates, repairs and consolidation wait for ever, with the GPU paid for.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/7586',
  check: (manifests) => manifests.all('PodDisruptionBudget').flatMap((budget) => {
    const { maxUnavailable, minAvailable, selector } = budget.object.spec ?? {};
    // The pods of Jobs end by themselves: a budget that allows no eviction lets them.
    const selected = manifests.selectedBy(budget.namespace, selector?.matchLabels).filter(({ isGpu, kind }) => isGpu && !OF_JOBS.includes(kind));
    if (selected.length === 0 || selector.matchExpressions !== undefined) {
      return [];
    }
    if (['0', '0%'].includes(text(maxUnavailable))) {
      return [budget.violation(['spec', 'maxUnavailable'], 'at least 1', 'set maxUnavailable: 1; a worker needs its grace period, not a budget')];
    }
    if (text(minAvailable) === '100%') {
      return [budget.violation(['spec', 'minAvailable'], 'less than all', 'set maxUnavailable: 1 instead')];
    }
    const holders = selected.filter((workload) => (manifests.priorityOf(workload) ?? 0) < 0);
    return holders.length === 0 ? []
      : [budget.violation(['spec', 'selector'], `no placeholder pods; it selects those of ${holders[0].kind} ${holders[0].name}`, 'remove the budget: it does not keep placeholders, but blocks the draining of their nodes')];
  }),
};
