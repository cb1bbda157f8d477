import { scalerServices } from './manifests/scaler-service';
import { Rule } from './rule';

export const scalerOnGpuNodes: Rule = {
  name: 'scaler-on-gpu-nodes',
  severity: 'error',
  summary: 'an external scaler whose pods need a GPU node',
  why: 'At zero workers the GPU nodes are gone, and the scaler with them: nobody is left to say that work waits.',
  incident: 'https://github.com/pmady/keda-gpu-scaler/issues/142',
  check: (manifests) => {
    const scalers = scalerServices(manifests.scalers.filter(({ reachesZero }) => reachesZero));
    return manifests.all('Service').filter(({ name, namespace }) => scalers.has(`${name}.${namespace}`))
      .flatMap(({ namespace, object }) => manifests.selectedBy(namespace, object.spec?.selector))
      .filter((workload) => workload.isGpu || manifests.poolsNamedBy(workload).some((pool) => pool.isGpu))
      .map((workload) => workload.violation(workload.podPath, 'pods that run on nodes without a GPU', 'take the GPU request and the node selector away; read the metrics over the network', 'a scaler on GPU nodes'));
  },
};
