import { Rule } from './rule';

export const replicasBesideScaledObject: Rule = {
  name: 'replicas-beside-scaled-object',
  severity: 'warning',
  summary: 'spec.replicas in the workload of a ScaledObject',
  why: 'Every apply and every GitOps sync sets the replicas back, in the middle of the work.',
  incident: 'https://github.com/kedacore/keda/issues/5572',
  check: ({ scaledObjects }) => scaledObjects.flatMap(({ name, target }) =>
    // In a cluster every Deployment has replicas: those that KEDA has set.
    target === undefined || (target.object.spec.replicas ?? undefined) === undefined || target.object.metadata.resourceVersion !== undefined ? []
      : [target.violation(['spec', 'replicas'], `none, because the ScaledObject ${name} decides`, 'remove the field')]),
};
