import { Rule } from './rule';

const UNCACHED = ['cpu', 'memory', 'cron'];

export const cachedMetricsUnsupported: Rule = {
  name: 'cached-metrics-unsupported',
  severity: 'error',
  summary: 'useCachedMetrics on a cpu, memory or cron trigger',
  why: 'The admission webhook refuses it: KEDA does not ask for these metrics itself.',
  incident: 'https://github.com/kedacore/keda/issues/3921',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) =>
    scaled.triggers.filter(({ type, spec }) => spec.useCachedMetrics === true && UNCACHED.includes(type))
      .map(({ type, path }) => scaled.violation([...path, 'useCachedMetrics'], `none on a ${type} trigger`, 'remove it'))),
};
