import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

export const workersExceedPool: Rule = {
  name: 'workers-exceed-pool',
  severity: 'error',
  summary: 'maxReplicaCount times the GPUs of one worker is more than its pools may hold',
  why: 'Karpenter stops at the limit without an error of the workload: the rest of the pods stay Pending while the queue grows.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/8068',
  check: (manifests) => manifests.scalers.flatMap((scaler) => {
    const gpus = scaler.target?.gpus ?? 0;
    const pools = scaler.target === undefined ? [] : manifests.poolsOf(scaler.target);
    const room = pools.reduce((sum, pool) => sum + pool.limit(GPU_RESOURCE), 0);
    return gpus === 0 || pools.length === 0 || scaler.maxReplicas * gpus <= room ? []
      : [scaler.violation(['spec', 'maxReplicaCount'], `at most ${Math.floor(room / gpus)}, for which ${pools.map(({ name }) => `the NodePool ${name}`).join(' and ')} with ${room} GPUs has room`,
        `lower it, or raise the limit of ${GPU_RESOURCE} to ${scaler.maxReplicas * gpus}`, scaler.maxReplicas)];
  }),
};
