import { Rule } from './rule';

export const resourceTriggersNeverWake: Rule = {
  name: 'resource-triggers-never-wake',
  severity: 'error',
  summary: 'only cpu and memory triggers with a minimum of 0',
  why: 'CPU and memory are measured at running pods. With none there is nothing to measure and nothing that wakes; the admission webhook refuses it.',
  incident: 'https://github.com/kedacore/keda/issues/2446',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ reachesZero, triggers }) => reachesZero && triggers.length > 0 && triggers.every(({ isResource }) => isResource))
    .map((scaled) => scaled.idleReplicas === undefined
      ? scaled.violation(['spec', 'minReplicaCount'], 'at least 1', 'set minReplicaCount: 1, or add a trigger that sees the work that waits')
      : scaled.violation(['spec', 'idleReplicaCount'], 'none', 'remove it, or add a trigger that sees the work that waits')),
};
