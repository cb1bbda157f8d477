import { text } from './manifests/values';
import { Rule } from './rule';
import { cronFault } from '../private/cron-expression';

/** What stands for a cron expression. */
const MACROS = /^@(annually|yearly|monthly|weekly|daily|midnight|hourly)$/;

export const budgetScheduleRefused: Rule = {
  name: 'budget-schedule-refused',
  severity: 'error',
  summary: 'a disruption budget whose schedule Karpenter cannot read, or a schedule without a duration',
  why: 'The API server does not look at the fields of the schedule, and Karpenter fails on them at every pass: nothing of the pool is given up, empty nodes neither.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/7562',
  check: ({ nodePools }) => nodePools.flatMap((pool) => pool.budgets.flatMap(({ schedule, duration }, index) => {
    const at = ['spec', 'disruption', 'budgets', index];
    if ((schedule === undefined) !== (duration === undefined)) {
      const missing = schedule === undefined ? 'schedule' : 'duration';
      return [pool.violation([...at, missing], 'schedule and duration, or neither', missing === 'schedule' ? 'add when it begins, such as "0 9 * * mon-fri"' : 'add how long it holds, such as 8h')];
    }
    return schedule === undefined || cronFault(text(schedule)) === undefined || MACROS.test(text(schedule)) ? []
      : [pool.violation([...at, 'schedule'], 'a cron expression of five fields, in UTC, with 0 to 6 for Sunday to Saturday and no range backwards', 'correct it: saturday and sunday are 0,6')];
  })),
};
