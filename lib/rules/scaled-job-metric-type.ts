import { Rule } from './rule';

export const scaledJobMetricType: Rule = {
  name: 'scaled-job-metric-type',
  severity: 'error',
  summary: 'metricType on a trigger of a ScaledJob',
  why: 'There is no HPA behind a ScaledJob. KEDA refuses the field and starts no Job.',
  incident: 'https://github.com/kedacore/keda/pull/2309',
  check: ({ scaledJobs }) => scaledJobs.flatMap((job) => job.triggers.filter(({ spec }) => spec.metricType !== undefined)
    .map(({ path }) => job.violation([...path, 'metricType'], 'none on a ScaledJob', 'remove it'))),
};
