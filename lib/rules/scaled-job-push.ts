import { Rule } from './rule';

export const scaledJobPush: Rule = {
  name: 'scaled-job-push',
  severity: 'warning',
  summary: 'an external-push trigger on a ScaledJob',
  why: 'KEDA opens the stream and starts no Job by it: Jobs come with the next poll, half a minute later by default.',
  incident: 'https://github.com/kedacore/keda/issues/1035',
  check: ({ scaledJobs }) => scaledJobs.flatMap((job) => job.triggers.filter(({ type }) => type === 'external-push')
    .map(({ path }) => job.violation([...path, 'type'], 'external on a ScaledJob', 'set type: external, and a pollingInterval of a few seconds'))),
};
