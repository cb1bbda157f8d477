import { entries } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

export const gpuPoolWithoutLimits: Rule = {
  name: 'gpu-pool-without-limits',
  severity: 'error',
  summary: 'a GPU pool without a limit of GPUs or nodes',
  why: 'Nothing bounds the bill, or only vCPUs do, of which 1,000 are 250 machines with a GPU: a wrong metric, or pods that never become ready, buy machines up to there or to the quota of the account.',
  incident: 'https://github.com/defilantech/LLMKube/issues/1311',
  check: ({ nodePools }) => nodePools
    .filter(({ isGpu, isStatic, object }) => isGpu && !isStatic && !entries(object.spec?.limits).some(([name]) => isGpuResource(name) || name === 'nodes'))
    .map((pool) => pool.violation(['spec', 'limits', GPU_RESOURCE], 'the most GPUs that you want to pay for', `set limits: { ${GPU_RESOURCE}: 20 }`)),
};
