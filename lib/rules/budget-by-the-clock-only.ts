import { items, text } from './manifests/values';
import { Manifest, Rule } from './rule';

export const budgetByTheClockOnly: Rule = {
  name: 'budget-by-the-clock-only',
  severity: 'warning',
  summary: 'a GPU pool with a disruption budget that allows some nodes at certain times, and none for the rest of the time',
  why: 'A budget only restricts. Outside its times there is no limit at all: all nodes may be drifted or moved at once, busy workers with them.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2183',
  check: ({ nodePools }) => nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => pool.budgets.flatMap((budget, index) =>
    budget.schedule === undefined || ['0', '0%'].includes(text(budget.nodes)) || reasonsOf(budget).every((reason) =>
      pool.budgets.some((other) => other.schedule === undefined && reasonsOf(other).includes(reason))) ? []
      : [pool.violation(['spec', 'disruption', 'budgets', index, 'schedule'], 'another budget without a schedule, for the rest of the time',
        'add { nodes: "0" } with the same reasons for the hours in which nothing may be disrupted')])),
};

/** What Karpenter does to nodes of its own accord, and budgets restrict. */
const REASONS = ['Empty', 'Drifted', 'Underutilized'];

function reasonsOf({ reasons }: Manifest): readonly string[] {
  return reasons === undefined ? REASONS : items(reasons).map(text);
}
