import { number } from './manifests/values';
import { Rule } from './rule';

export const cooldownBelowColdStart: Rule = {
  name: 'cooldown-below-cold-start',
  severity: 'error',
  summary: 'a cooldown shorter than the start that the probes of the GPU worker expect, with a minimum of 0',
  why: 'A short pause in the work stops workers that have just loaded their model, and the next job waits for another start: nodes are bought that never work.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/7146',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu, reachesZero }) => isGpu && reachesZero).flatMap((scaled) => {
    const probes = (scaled.target?.containers ?? []).flatMap(({ spec }) => [spec.startupProbe, spec.readinessProbe, spec.livenessProbe]);
    const start = Math.max(0, ...probes.map((probe) => number(probe?.initialDelaySeconds) ?? 0));
    return scaled.cooldownPeriod >= start ? []
      : [scaled.violation(['spec', 'cooldownPeriod'], `at least ${start}, the initialDelaySeconds of ${scaled.targetName}`, 'lengthen it to twice the whole cold start', scaled.cooldownPeriod)];
  }),
};
