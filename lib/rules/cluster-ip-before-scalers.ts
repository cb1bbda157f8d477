import { scalerServices } from './manifests/scaler-service';
import { number, text } from './manifests/values';
import { Rule } from './rule';

export const clusterIpBeforeScalers: Rule = {
  name: 'cluster-ip-before-scalers',
  severity: 'warning',
  summary: 'an external scaler of several replicas behind a ClusterIP Service',
  why: 'KEDA keeps one connection to an address. Through a ClusterIP that is one pod: it gets all calls and all streams, and the others stand by without being found when it fails.',
  incident: 'https://github.com/kedacore/keda/issues/5224',
  check: (manifests) => {
    const scalers = scalerServices(manifests.scalers);
    return manifests.all('Service')
      .filter(({ name, namespace, object }) => text(object.spec?.clusterIP) !== 'None' && scalers.has(`${name}.${namespace}`))
      .filter(({ namespace, object }) => manifests.selectedBy(namespace, object.spec?.selector).some((workload) =>
        workload.kind === 'DaemonSet' || (number(workload.object.spec?.replicas) ?? 1) > 1))
      .map((service) => service.violation(['spec', 'clusterIP'], 'None, because several pods answer', 'set clusterIP: None: KEDA then connects to every pod and calls them in turn'));
  },
};
