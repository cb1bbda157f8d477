import { placeholders } from './manifests/placeholders';
import { items, number, text } from './manifests/values';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

/** Where processes of one container share memory. */
const SHARED_MEMORY = '/dev/shm';

export const sharedMemoryMissing: Rule = {
  name: 'shared-memory-missing',
  severity: 'warning',
  summary: `workers of a ScaledObject, a ScaledJob or an HPA with several GPUs and the default ${SHARED_MEMORY}`,
  why: 'The default is 64 MiB. NCCL and the processes of tensor parallelism pass tensors through it: the worker ends with an NCCL error while it loads its model, again and again.',
  incident: 'https://github.com/vllm-project/production-stack/issues/276',
  check: (manifests) => {
    // They do no work, whether the clock scales them or nothing does.
    const idle = new Set(placeholders(manifests).map(({ workload }) => workload));
    const workers = [...manifests.scalers, ...manifests.autoscalers].flatMap(({ target }) => target ?? []).filter((target) => !idle.has(target));
    return workers.filter(({ pod }) => pod.hostIPC !== true).flatMap((worker) => worker.containers
      .filter(({ spec }) => (number(spec.resources?.limits?.[GPU_RESOURCE]) ?? 0) > 1)
      .filter(({ spec }) => !items(spec.volumeMounts).some(({ mountPath }) => text(mountPath).replace(/\/+$/, '') === SHARED_MEMORY))
      .map(({ path }) => worker.violation([...path, 'volumeMounts'], `one at ${SHARED_MEMORY}`,
        `add the volume { name: shm, emptyDir: { medium: Memory, sizeLimit: 8Gi } }, mount it at ${SHARED_MEMORY}, and let the memory limit include it`, `none at ${SHARED_MEMORY}`)));
  },
};
