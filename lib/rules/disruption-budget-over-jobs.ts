import { isNone, text } from './manifests/values';
import { Rule } from './rule';

export const disruptionBudgetOverJobs: Rule = {
  name: 'disruption-budget-over-jobs',
  severity: 'error',
  summary: 'a PodDisruptionBudget with maxUnavailable or a percentage over the pods of Jobs',
  why: 'Kubernetes cannot tell how many pods a Job should have, and then allows no eviction at all, whatever the number, of other pods that the budget selects neither.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/77383',
  check: (manifests) => manifests.all('PodDisruptionBudget').filter(({ object }) => object.spec?.selector?.matchExpressions === undefined).flatMap((budget) => {
    const { maxUnavailable, minAvailable, selector } = budget.object.spec ?? {};
    const job = manifests.selectedBy(budget.namespace, selector?.matchLabels).find(({ isOfJobs }) => isOfJobs);
    if (job === undefined) {
      return [];
    }
    const fix = 'let the selector leave the Jobs out; what keeps their pods is the annotation karpenter.sh/do-not-disrupt';
    if (maxUnavailable !== undefined && !isNone(maxUnavailable)) {
      return [budget.violation(['spec', 'maxUnavailable'], `none, because the budget selects the pods of ${job.kind} ${job.name}`, fix)];
    }
    return !text(minAvailable).endsWith('%') || text(minAvailable) === '100%' ? []
      : [budget.violation(['spec', 'minAvailable'], `a whole number, because the budget selects the pods of ${job.kind} ${job.name}`, fix)];
  }),
};
