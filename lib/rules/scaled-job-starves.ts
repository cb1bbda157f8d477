import { waitingOnly } from './manifests/in-flight';
import { text } from './manifests/values';
import { Rule } from './rule';

export const scaledJobStarves: Rule = {
  name: 'scaled-job-starves',
  severity: 'warning',
  summary: 'strategy default with a trigger that counts waiting messages only',
  why: 'The default strategy takes the running Jobs off the count. While five run, five new messages get no Job.',
  incident: 'https://github.com/kedacore/keda/issues/1222',
  check: ({ scaledJobs }) => scaledJobs.flatMap((job) => {
    const strategy = text(job.object.spec?.scalingStrategy?.strategy) || 'default';
    const triggers = job.triggers;
    return strategy !== 'default' || triggers.length === 0 || !triggers.every((trigger) => waitingOnly(trigger) !== undefined) ? []
      : [job.violation(['spec', 'scalingStrategy', 'strategy'], `"accurate", because the ${triggers[0].type} trigger counts waiting messages only`, 'set it to accurate, or let the trigger count messages in flight too', strategy)];
  }),
};
