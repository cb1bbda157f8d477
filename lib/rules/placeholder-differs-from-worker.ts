import { placeholdersWithWorkers } from './manifests/placeholders';
import { quantity } from './manifests/values';
import { Workload } from './manifests/workload';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

/** What a worker finds too little of where a placeholder was. */
const BESIDE_GPUS = ['cpu', 'memory'];

export const placeholderDiffersFromWorker: Rule = {
  name: 'placeholder-differs-from-worker',
  severity: 'warning',
  summary: 'placeholder pods that ask for another number of GPUs, or for less CPU or memory, than every worker of their pool',
  why: 'A worker takes the place of one placeholder. Of smaller ones several have to go, or none leaves a place that is large enough; of a larger one a part is paid for and not used.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/73861',
  check: (manifests) => placeholdersWithWorkers(manifests).flatMap(({ placeholder, workers: all }) => {
    const workers = all.filter(({ gpus }) => gpus > 0);
    const sizes = [...new Set(workers.map(({ gpus }) => gpus))];
    const differs = (resource: string, expected: string, got: unknown) =>
      placeholder.violation([...placeholder.containers[0].path, 'resources', 'requests', resource], expected, 'ask for what one worker asks for', got);
    if (sizes.length === 0 || !sizes.includes(placeholder.gpus)) {
      return sizes.length === 0 ? [] : [differs(GPU_RESOURCE, `${sizes.join(' or ')}, as ${workers[0].kind} ${workers[0].name}`, placeholder.gpus)];
    }
    return BESIDE_GPUS.flatMap((resource) => {
      const own = asked(placeholder, resource);
      const [smallest] = workers.filter(({ gpus }) => gpus === placeholder.gpus).sort((a, b) => asked(a, resource) - asked(b, resource));
      return own >= asked(smallest, resource) ? [] : [differs(resource, `as much as ${smallest.kind} ${smallest.name}`, undefined)];
    });
  }),
};

/** What all containers of a pod request of a resource. */
function asked({ containers }: Workload, resource: string): number {
  return containers.map(({ spec: { resources } }) => quantity(resources?.requests?.[resource] ?? resources?.limits?.[resource]) ?? 0)
    .reduce((sum, amount) => sum + amount, 0);
}
