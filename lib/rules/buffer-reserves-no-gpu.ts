import { entries, text } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';

export const bufferReservesNoGpu: Rule = {
  name: 'buffer-reserves-no-gpu',
  severity: 'error',
  summary: 'a CapacityBuffer whose pod template has the GPU under limits only',
  why: 'Requests are filled in from limits for pods, not for pod templates. The buffer reserves a place without a GPU, and says that all is well.',
  incident: 'https://github.com/kubernetes-sigs/karpenter/issues/3189',
  check: (manifests) => manifests.all('CapacityBuffer').flatMap(({ namespace, object }) => {
    const template = manifests.workload('PodTemplate', namespace, object.spec?.podTemplateRef?.name)
      ?? manifests.workload(text(object.spec?.scalableRef?.kind), namespace, object.spec?.scalableRef?.name);
    return template === undefined ? [] : template.containers.flatMap(({ spec, path }) => entries(spec.resources?.limits)
      .filter(([name]) => isGpuResource(name) && spec.resources.requests?.[name] === undefined)
      .map(([name, limit]) => template.violation([...path, 'resources', 'requests', name], `${limit}, the limit`, 'write the GPU under requests too')));
  }),
};
