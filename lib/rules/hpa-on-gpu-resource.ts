import { items, number, text } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';

export const hpaOnGpuResource: Rule = {
  name: 'hpa-on-gpu-resource',
  severity: 'error',
  summary: 'a HorizontalPodAutoscaler with a Resource metric of a GPU, or with minReplicas 0',
  why: 'Resource metrics are CPU and memory only, so it never scales; minReplicas 0 is refused without the alpha gate HPAScaleToZero.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/59633',
  check: (manifests) => manifests.all('HorizontalPodAutoscaler').flatMap((hpa) => [
    ...items(hpa.object.spec?.metrics).flatMap(({ resource }, index) => isGpuResource(text(resource?.name))
      ? [hpa.violation(['spec', 'metrics', index, 'resource', 'name'], 'cpu or memory', 'scale on the work that waits and runs, with a ScaledObject')] : []),
    ...(number(hpa.object.spec?.minReplicas) === 0 ? [hpa.violation(['spec', 'minReplicas'], 'at least 1', 'use a ScaledObject: KEDA scales to zero')] : []),
  ]),
};
