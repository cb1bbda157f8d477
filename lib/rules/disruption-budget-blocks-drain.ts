import { ManifestSet } from './manifests/manifest-set';
import { isNone, number, text } from './manifests/values';
import { Plain } from './manifests/view';
import { Workload } from './manifests/workload';
import { Rule, Violation } from './rule';

export const disruptionBudgetBlocksDrain: Rule = {
  name: 'disruption-budget-blocks-drain',
  severity: 'error',
  summary: 'a PodDisruptionBudget that allows no eviction of GPU pods, or one on placeholder pods',
  why: 'No node with such a pod can be drained: updates, repairs and consolidation wait for ever, with the GPU paid for.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/7586',
  check: (manifests) => {
    const budgets = manifests.all('PodDisruptionBudget');
    const scaled = budgets.length === 0 ? [] : manifests.scaledObjects;
    const mostOf = new Map(scaled.flatMap(({ target, maxReplicas }) => target === undefined ? [] : [[target, maxReplicas]]));
    return budgets.flatMap((budget) => {
      const { selector } = budget.object.spec ?? {};
      // The pods of Jobs end by themselves: a budget that allows no eviction lets them.
      const selected = manifests.selectedBy(budget.namespace, selector?.matchLabels).filter(({ isGpu, isOfJobs }) => isGpu && !isOfJobs);
      if (selected.length === 0 || selector.matchExpressions !== undefined) {
        return [];
      }
      // What scales a workload may not be among the manifests: then nobody knows.
      const most = selected.reduce((sum, workload) => sum + (mostOf.get(workload) ?? number(workload.object.spec?.replicas) ?? Infinity), 0);
      return allowsNone(budget, most) ?? ofPlaceholders(budget, selected, manifests);
    });
  },
};

/** That a budget over so many pods at most lets none of them go. */
function allowsNone(budget: Plain, most: number): readonly Violation[] | undefined {
  const { maxUnavailable, minAvailable } = budget.object.spec;
  if (isNone(maxUnavailable)) {
    return [budget.violation(['spec', 'maxUnavailable'], 'at least 1', 'set maxUnavailable: 1; a worker needs its grace period, not a budget')];
  }
  if (text(minAvailable) === '100%') {
    return [budget.violation(['spec', 'minAvailable'], 'less than all', 'set maxUnavailable: 1 instead')];
  }
  return (number(minAvailable) ?? 0) < Math.max(1, most) ? undefined
    : [budget.violation(['spec', 'minAvailable'], `less than ${most}, the most pods that there are`, 'set maxUnavailable: 1 instead')];
}

function ofPlaceholders(budget: Plain, selected: readonly Workload[], manifests: ManifestSet): readonly Violation[] {
  const holders = selected.filter((workload) => (manifests.priorityOf(workload) ?? 0) < 0);
  return holders.length === 0 ? []
    : [budget.violation(['spec', 'selector'], `no placeholder pods; it selects those of ${holders[0].kind} ${holders[0].name}`, 'remove the budget: it does not keep placeholders, but blocks the draining of their nodes')];
}
