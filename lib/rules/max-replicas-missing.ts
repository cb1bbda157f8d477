import { Rule } from './rule';

export const maxReplicasMissing: Rule = {
  name: 'max-replicas-missing',
  severity: 'error',
  summary: 'a ScaledObject of GPU workers without maxReplicaCount',
  why: "KEDA's default is 100 replicas: a wrong target or a burst buys 100 GPUs.",
  incident: 'https://github.com/kedacore/keda/issues/2479',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu, spec }) => isGpu && spec.maxReplicaCount === undefined)
    .map((scaled) => scaled.violation(['spec', 'maxReplicaCount'], 'the most GPUs that you want to pay for, divided by those of one replica', 'set maxReplicaCount')),
};
