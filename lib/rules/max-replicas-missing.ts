import { Rule } from './rule';

export const maxReplicasMissing: Rule = {
  name: 'max-replicas-missing',
  severity: 'error',
  summary: 'a ScaledObject or a ScaledJob of GPU workers without maxReplicaCount',
  why: "KEDA's default is 100 replicas, or Jobs: a wrong target or a burst buys 100 GPUs.",
  incident: 'https://github.com/kedacore/keda/issues/2479',
  check: ({ scalers }) => scalers.filter(({ isGpu, spec }) => isGpu && spec.maxReplicaCount === undefined)
    .map((scaler) => scaler.violation(['spec', 'maxReplicaCount'], 'the most GPUs that you want to pay for, divided by those of one replica or Job', 'set maxReplicaCount')),
};
