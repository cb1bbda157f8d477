import { number, text } from './manifests/values';
import { isGpuResource } from './manifests/workload';
import { Rule } from './rule';

export const hpaOnGpuResource: Rule = {
  name: 'hpa-on-gpu-resource',
  severity: 'error',
  summary: 'a HorizontalPodAutoscaler with a Resource metric of a GPU, or with minReplicas 0 and no metric that is there without pods',
  why: 'Resource metrics are CPU and memory only, so it never scales. minReplicas 0 is refused without an Object or External metric, and by Kubernetes before 1.37 whatever the metrics.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/59633',
  check: ({ autoscalers }) => autoscalers.flatMap((hpa) => [
    ...hpa.metrics.flatMap(({ resource }, index) => isGpuResource(text(resource?.name))
      ? [hpa.violation(['spec', 'metrics', index, 'resource', 'name'], 'cpu or memory', 'scale on the work that waits and runs, with a ScaledObject')] : []),
    ...(number(hpa.object.spec?.minReplicas) === 0 && !hpa.wakes ? [hpa.violation(['spec', 'minReplicas'], 'at least 1', 'scale on what is there without pods, with an External metric or a ScaledObject')] : []),
  ]),
};
