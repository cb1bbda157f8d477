import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

export const placeholderDiffersFromWorker: Rule = {
  name: 'placeholder-differs-from-worker',
  severity: 'warning',
  summary: 'placeholder pods that ask for another number of GPUs than every worker of their pool',
  why: 'A worker takes the place of one placeholder. Smaller ones have to go in numbers, on one node; of a larger one a part is paid for and not used.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/73861',
  check: (manifests) => placeholders(manifests).flatMap(({ workload: placeholder }) => {
    const pools = manifests.poolsOf(placeholder);
    const workers = manifests.scaledObjects.flatMap(({ target }) => target ?? [])
      .filter((worker) => worker !== placeholder && worker.gpus > 0 && manifests.poolsOf(worker).some((pool) => pools.includes(pool)));
    const sizes = [...new Set(workers.map(({ gpus }) => gpus))];
    const [{ path }] = placeholder.containers;
    return sizes.length === 0 || sizes.includes(placeholder.gpus) ? []
      : [placeholder.violation([...path, 'resources', 'requests', GPU_RESOURCE], `${sizes.join(' or ')}, as ${workers[0].kind} ${workers[0].name}`, 'ask for what one worker asks for, CPU and memory too', placeholder.gpus)];
  }),
};
