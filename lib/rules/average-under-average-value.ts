import { Rule } from './rule';

/** The outermost function gives something that does not grow with the work. */
const NO_TOTAL = /^\s*\(*\s*(avg|avg_over_time|quantile|histogram_quantile|quantile_over_time)\b/;

/** The whole is divided by how many there are. */
const PER_POD = /\/\s*(clamp_min\s*\(\s*)?count\b/;

export const averageUnderAverageValue: Rule = {
  name: 'average-under-average-value',
  severity: 'error',
  summary: 'an average or a quantile as the metric of GPU workers under AverageValue',
  why: 'AverageValue divides by the replicas, so the metric has to be a total. An average GPU load of 100 with a target of 60 can never ask for more than 2 replicas.',
  incident: 'https://github.com/kedacore/keda/issues/1940',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu }) => isGpu).flatMap((scaled) => scaled.triggers
    .filter(({ spec }) => (spec.metricType ?? 'AverageValue') === 'AverageValue')
    .flatMap((trigger) => trigger.queries.filter(({ text }) => [NO_TOTAL, PER_POD].some((pattern) => pattern.test(text)))
      .map(({ key }) => scaled.violation(trigger.at(key), 'a total, such as sum(vllm:num_requests_running) + sum(vllm:num_requests_waiting)', 'ask for the sum of what waits and runs')))),
};
