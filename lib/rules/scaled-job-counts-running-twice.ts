import { countsInFlight } from './manifests/in-flight';
import { text } from './manifests/values';
import { Rule } from './rule';

/** Strategies that want a count of what waits only. */
const WAITING_ONLY = ['accurate', 'eager'];

export const scaledJobCountsRunningTwice: Rule = {
  name: 'scaled-job-counts-running-twice',
  severity: 'error',
  summary: 'strategy accurate or eager with a trigger that counts messages in flight',
  why: 'Neither takes the running Jobs off the count: a message that stays in it while it is worked on makes another Job at every poll, up to the maximum.',
  incident: 'https://github.com/kedacore/keda/issues/6157',
  check: ({ scaledJobs }) => scaledJobs.flatMap((job) => {
    const strategy = text(job.object.spec?.scalingStrategy?.strategy);
    const counting = WAITING_ONLY.includes(strategy) ? job.triggers.find(countsInFlight) : undefined;
    return counting === undefined ? []
      : [job.violation(['spec', 'scalingStrategy', 'strategy'], `"default", because the ${counting.type} trigger counts what is in flight too`, 'set it to default, or let the trigger count waiting messages only')];
  }),
};
