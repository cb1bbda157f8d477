import { number, text } from './manifests/values';
import { Workload } from './manifests/workload';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

/** Kubernetes' default for both bounds of a rolling update. */
const DEFAULT_SHARE = '25%';

export const rolloutWithoutSpareGpu: Rule = {
  name: 'rollout-without-spare-gpu',
  severity: 'warning',
  summary: 'a Deployment that starts a new pod before it stops an old one, on pools that its replicas fill',
  why: 'The new pod waits for a GPU that the old pod has, and the old pod is kept until the new one is ready: the rollout never ends.',
  incident: 'https://github.com/defilantech/LLMKube/issues/192',
  check: (manifests) => {
    const scaled = new Map(manifests.scalings.map(({ target, maxReplicas }) => [target, maxReplicas]));
    return manifests.workloads.filter(({ kind, gpus }) => kind === 'Deployment' && gpus > 0).flatMap((workload) => {
      const most = scaled.get(workload) ?? number(workload.object.spec.replicas) ?? 1;
      if (!startsBeforeItStops(workload, most)) {
        return [];
      }
      const pools = manifests.poolsOf(workload);
      const room = pools.reduce((sum, pool) => sum + pool.limit(GPU_RESOURCE), 0);
      // More than there is room for does not fit without a rollout either.
      const fills = pools.length > 0 && most * workload.gpus <= room && (most + 1) * workload.gpus > room;
      return !fills ? [] : [workload.violation(['spec', 'strategy', 'rollingUpdate', 'maxSurge'],
        `0, because ${most} replicas take all GPUs that ${pools.map(({ name }) => `the NodePool ${name}`).join(' and ')} may have`,
        `set strategy.rollingUpdate: { maxSurge: 0, maxUnavailable: 1 }, or raise the limit of ${GPU_RESOURCE} to ${(most + 1) * workload.gpus}`)];
    });
  },
};

function startsBeforeItStops({ object }: Workload, replicas: number): boolean {
  const { type, rollingUpdate } = object.spec.strategy ?? {};
  return text(type) !== 'Recreate'
    && Math.ceil(pods(rollingUpdate?.maxSurge, replicas)) > 0 && Math.floor(pods(rollingUpdate?.maxUnavailable, replicas)) === 0;
}

/** The pods that a number or a share of them is. */
function pods(value: unknown, replicas: number): number {
  const share = /^(\d+)%$/.exec(text(value ?? DEFAULT_SHARE))?.[1];
  return share === undefined ? number(value) ?? 0 : Number(share) / 100 * replicas;
}
