import { Rule } from './rule';

export const metricTypeUtilization: Rule = {
  name: 'metric-type-utilization',
  severity: 'error',
  summary: 'metricType: Utilization on a trigger other than cpu and memory',
  why: 'Utilization is a share of what a pod has requested, which only CPU and memory have. KEDA cannot build the trigger, and nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/2030',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => scaled.triggers
    .filter(({ isResource, spec }) => !isResource && spec.metricType === 'Utilization')
    .map(({ type, path }) => scaled.violation([...path, 'metricType'], `AverageValue on a ${type} trigger`, 'remove it: AverageValue is the default'))),
};
