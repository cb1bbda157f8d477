import { ScaledObject } from './manifests/scaled-object';
import { Rule } from './rule';

/** KEDA's admission webhook refuses these; where it is not installed, nothing does. */
export const scaledObjectBounds: Rule = {
  name: 'scaled-object-bounds',
  severity: 'error',
  summary: 'minReplicaCount above maxReplicaCount, or idleReplicaCount above 0 or not below minReplicaCount',
  why: 'KEDA refuses the ScaledObject, or never makes it Ready: nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/2598',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => [
    ...(scaled.minReplicas > scaled.maxReplicas
      ? [scaled.violation(['spec', 'minReplicaCount'], `at most maxReplicaCount, which is ${scaled.maxReplicas}`, 'lower it, or raise maxReplicaCount')] : []),
    ...(scaled.idleReplicas !== undefined && (scaled.idleReplicas >= leastOfHpa(scaled) || scaled.idleReplicas > 0)
      ? [scaled.violation(['spec', 'idleReplicaCount'], `less than minReplicaCount, which is ${scaled.minReplicas}; only 0 works`, 'leave it out, or set minReplicaCount: 1 and idleReplicaCount: 0')] : []),
  ]),
};

/** KEDA compares with the least of the HPA, which is 1 for a 0 that is written out, and with 0 where none is written. */
function leastOfHpa({ spec, minReplicas }: ScaledObject): number {
  return spec.minReplicaCount === undefined ? 0 : Math.max(1, minReplicas);
}
