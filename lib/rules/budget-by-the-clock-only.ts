import { NodePool } from './manifests/node-pool';
import { isNone, items, seconds, text } from './manifests/values';
import { Manifest, Rule } from './rule';

export const budgetByTheClockOnly: Rule = {
  name: 'budget-by-the-clock-only',
  severity: 'warning',
  summary: 'a GPU pool with a disruption budget that allows some nodes at certain times, and none for the rest of the time',
  why: 'A budget only restricts. Outside its times there is no limit at all: all nodes may be drifted or moved at once, busy workers with them.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/2183',
  check: ({ nodePools }) => nodePools.filter(({ isGpu }) => isGpu).flatMap((pool) => pool.budgets.flatMap((budget, index) =>
    budget.schedule === undefined || isNone(budget.nodes) || reasonsOf(budget).every((reason) => isAlwaysLimited(pool, reason)) ? []
      : [pool.violation(['spec', 'disruption', 'budgets', index, 'schedule'], 'another budget without a schedule, for the rest of the time',
        'add { nodes: "0" } with the same reasons for the hours in which nothing may be disrupted')])),
};

/** Seconds. */
const DAY = 24 * 3600;

/** What Karpenter does to nodes of its own accord, and budgets restrict. */
const REASONS = ['Empty', 'Drifted', 'Underutilized'];

function reasonsOf({ reasons }: Manifest): readonly string[] {
  return reasons === undefined ? REASONS : items(reasons).map(text);
}

/** Whether a budget without a schedule limits a reason, or several that take turns: those that hold for a day together may do so. */
function isAlwaysLimited({ budgets }: NodePool, reason: string): boolean {
  const limiting = budgets.filter((budget) => reasonsOf(budget).includes(reason));
  return limiting.some(({ schedule }) => schedule === undefined)
    || limiting.map(({ duration }) => seconds(duration) ?? 0).reduce((sum, each) => sum + each, 0) >= DAY;
}
