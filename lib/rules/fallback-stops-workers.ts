import { number, text } from './manifests/values';
import { Rule } from './rule';

/** What takes replicas away while the source is away. */
const LOWERS = ['', 'static', 'currentReplicasIfLower'];

export const fallbackStopsWorkers: Rule = {
  name: 'fallback-stops-workers',
  severity: 'warning',
  summary: 'a fallback of GPU workers that may take replicas away',
  why: 'By default the fallback is a fixed number. When the source cannot be read, a fleet of twenty is scaled in to it, busy workers too.',
  incident: 'https://github.com/kedacore/keda/issues/6659',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ isGpu, spec }) => isGpu && LOWERS.includes(text(spec.fallback?.behavior)))
    .filter(({ spec, maxReplicas }) => (number(spec.fallback?.replicas) ?? maxReplicas) < maxReplicas)
    .map((scaled) => scaled.violation(['spec', 'fallback', 'behavior'], 'currentReplicasIfHigher',
      'set behavior: currentReplicasIfHigher, or remove the fallback: without one KEDA holds the replicas')),
};
