import { Rule } from './rule';

export const metricTypeValue: Rule = {
  name: 'metric-type-value',
  severity: 'error',
  summary: 'metricType: Value on a trigger of GPU workers',
  why: 'With Value the HPA multiplies by the pods that are ready. A GPU pod is not ready for minutes, so the fleet grows without end or falls back to its minimum.',
  incident: 'https://github.com/llm-d/llm-d-autoscaling/issues/1019',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu }) => isGpu).flatMap((scaled) => [
    ...scaled.triggers.filter(({ spec }) => spec.metricType === 'Value')
      .map(({ path }) => scaled.violation([...path, 'metricType'], 'AverageValue, with a metric that is a total', 'remove it: AverageValue is the default')),
    ...(scaled.spec.advanced?.scalingModifiers?.metricType === 'Value'
      ? [scaled.violation(['spec', 'advanced', 'scalingModifiers', 'metricType'], 'AverageValue, with a formula that gives a total', 'remove it: AverageValue is the default')] : []),
  ]),
};
