import { Plain } from './manifests/view';
import { Workload } from './manifests/workload';
import { Rule } from './rule';

export const twoDisruptionBudgets: Rule = {
  name: 'two-disruption-budgets',
  severity: 'error',
  summary: 'two PodDisruptionBudgets over the same GPU pods',
  why: 'Kubernetes evicts no pod that two budgets cover, whatever they allow: no node with such a pod is ever drained.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2361',
  check: (manifests) => {
    const first = new Map<Workload, Plain>();
    return manifests.all('PodDisruptionBudget').filter(({ object }) => object.spec?.selector?.matchExpressions === undefined).flatMap((budget) => {
      const covered = manifests.selectedBy(budget.namespace, budget.object.spec?.selector?.matchLabels).filter(({ isGpu }) => isGpu);
      const twice = covered.find((workload) => first.has(workload) && first.get(workload)!.name !== budget.name);
      covered.forEach((workload) => first.set(workload, first.get(workload) ?? budget));
      return twice === undefined ? [] : [budget.violation(['spec', 'selector'], `pods that ${first.get(twice)!.name} does not cover already; both select those of ${twice.kind} ${twice.name}`, 'remove one of the two')];
    });
  },
};
