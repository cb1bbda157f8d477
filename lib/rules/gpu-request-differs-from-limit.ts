import { entries } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';

export const gpuRequestDiffersFromLimit: Rule = {
  name: 'gpu-request-differs-from-limit',
  severity: 'error',
  summary: 'a container whose GPU request is not its GPU limit',
  why: 'GPUs cannot be overcommitted: the API server refuses every pod, and the Deployment stays without any.',
  incident: 'https://github.com/NVIDIA/k8s-device-plugin/issues/154',
  check: ({ workloads }) => workloads.flatMap((workload) => workload.containers.flatMap(({ spec, path }) => entries(spec.resources?.requests)
    .filter(([name, request]) => isGpuResource(name) && String(spec.resources.limits?.[name]) !== request)
    .map(([name, request]) => workload.violation([...path, 'resources', 'limits', name], `${request}, the request`, 'write the same number under requests and limits')))),
};
