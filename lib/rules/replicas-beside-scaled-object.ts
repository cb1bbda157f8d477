import { Rule } from './rule';

export const replicasBesideScaledObject: Rule = {
  name: 'replicas-beside-scaled-object',
  severity: 'warning',
  summary: 'spec.replicas in the workload of a ScaledObject, or in one with GPUs of an HPA',
  why: 'Every apply and every GitOps sync sets the replicas back, in the middle of the work.',
  incident: 'https://github.com/kedacore/keda/issues/5572',
  check: ({ scalings }) => scalings.filter(({ by, target }) => target.isGpu || by.startsWith('ScaledObject'))
    // In a cluster every Deployment has replicas: those that the HPA has set.
    .filter(({ target: { object } }) => (object.spec.replicas ?? undefined) !== undefined && object.metadata.resourceVersion === undefined)
    .map(({ by, target }) => target.violation(['spec', 'replicas'], `none, because the ${by} decides`, 'remove the field')),
};
