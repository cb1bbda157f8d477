import { Rule } from './rule';

export const cooldownWithoutEffect: Rule = {
  name: 'cooldown-without-effect',
  severity: 'warning',
  summary: 'a cooldownPeriod with a minimum of 1 or more',
  why: 'The cooldown is for the way to zero only. From many replicas down to one the HPA decides, after its stabilization window of five minutes.',
  incident: 'https://github.com/kedacore/keda/issues/737',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec, reachesZero }) => spec.cooldownPeriod !== undefined && !reachesZero)
    .map((scaled) => scaled.violation(['spec', 'cooldownPeriod'], `none with a minimum of ${scaled.minReplicas}`,
      'remove it, and set advanced.horizontalPodAutoscalerConfig.behavior.scaleDown.stabilizationWindowSeconds')),
};
