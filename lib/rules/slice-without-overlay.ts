import { entries } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';
import { GPU_RESOURCE } from '../nodes/gpu-resource';

export const sliceWithoutOverlay: Rule = {
  name: 'slice-without-overlay',
  severity: 'warning',
  summary: 'a workload on a pool of Karpenter that asks for slices of a GPU, without a NodeOverlay that says how many a machine has',
  why: 'Karpenter knows whole GPUs only. To it no machine has such a resource, so it brings none, and the pods stay Pending.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/729',
  check: (manifests) => {
    const offered = new Set(manifests.all('NodeOverlay').flatMap(({ object }) => entries(object.spec?.capacity).map(([name]) => name)));
    return manifests.workloads.filter((workload) => workload.isGpu && workload.kind !== 'DaemonSet' && manifests.poolsOf(workload).length > 0)
      .flatMap((workload) => workload.containers.flatMap(({ spec, path }) => entries(spec.resources?.limits)
        .filter(([name]) => name.startsWith('nvidia.com/') && name !== GPU_RESOURCE && isGpuResource(name) && !offered.has(name))
        .map(([name]) => workload.violation([...path, 'resources', 'limits', name], `a resource that a NodeOverlay gives to machines, or ${GPU_RESOURCE}`,
          `add a NodeOverlay with capacity: { ${name}: N }, which wants Karpenter's gate NodeOverlay`))));
  },
};
