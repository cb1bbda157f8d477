import { Rule } from './rule';

export const fallbackToZero: Rule = {
  name: 'fallback-to-zero',
  severity: 'error',
  summary: 'fallback.replicas: 0 with a minimum of 0',
  why: 'With it an unreachable source does not hold the replicas: after the cooldown every worker is stopped, because the outage looks like no work.',
  incident: 'https://github.com/kedacore/keda/issues/2244',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec, reachesZero }) => spec.fallback?.replicas === 0 && reachesZero)
    .map((scaled) => scaled.violation(['spec', 'fallback', 'replicas'], 'at least 1, or no fallback', 'remove fallback: without one KEDA holds the replicas')),
};
