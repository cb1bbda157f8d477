import { ScaledJob } from './manifests/scaled-job';
import { Rule } from './rule';

const UNCACHED = ['cpu', 'memory', 'cron'];

export const cachedMetricsUnsupported: Rule = {
  name: 'cached-metrics-unsupported',
  severity: 'error',
  summary: 'useCachedMetrics on a cpu, memory or cron trigger, or on a ScaledJob',
  why: 'The admission webhook refuses it on triggers that KEDA does not ask itself. On a ScaledJob it does nothing: every poll asks anew, and no HPA asks besides.',
  incident: 'https://github.com/kedacore/keda/issues/3921',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers
    .filter(({ type, spec }) => spec.useCachedMetrics === true && (scaler instanceof ScaledJob || UNCACHED.includes(type)))
    .map(({ type, path }) => scaler.violation([...path, 'useCachedMetrics'], `none on a ${UNCACHED.includes(type) ? `${type} trigger` : 'ScaledJob'}`, 'remove it'))),
};
