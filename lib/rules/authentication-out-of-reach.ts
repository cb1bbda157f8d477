import { text } from './manifests/values';
import { Rule } from './rule';

const OF_NAMESPACE = 'TriggerAuthentication';
const OF_CLUSTER = 'ClusterTriggerAuthentication';

export const authenticationOutOfReach: Rule = {
  name: 'authentication-out-of-reach',
  severity: 'error',
  summary: 'an authenticationRef to a TriggerAuthentication of another namespace, or of the other kind',
  why: 'KEDA looks in the namespace of the ScaledObject, and for a TriggerAuthentication unless another kind is named. It finds none, and nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/894',
  check: (manifests) => {
    // Into which namespace an object without one is applied is not known: it may be the right one.
    const elsewhere = new Map(manifests.all(OF_NAMESPACE).filter(({ object }) => text(object.metadata?.namespace) !== '').map(({ name, namespace }) => [name, namespace]));
    const reachable = new Set(manifests.all(OF_NAMESPACE).flatMap(({ name, namespace, object }) =>
      text(object.metadata?.namespace) === '' ? [name] : [`${namespace} ${name}`]));
    const ofCluster = new Set(manifests.all(OF_CLUSTER).map(({ name }) => name));
    return manifests.scalers.flatMap((scaler) => scaler.triggers.flatMap(({ spec, path }) => {
      const name = text(spec.authenticationRef?.name);
      const at = [...path, 'authenticationRef'];
      if (spec.authenticationRef?.kind === OF_CLUSTER) {
        return ofCluster.has(name) || !elsewhere.has(name) ? []
          : [scaler.violation([...at, 'kind'], `${OF_NAMESPACE}, the kind of ${name}`, `remove the kind, or make ${name} a ${OF_CLUSTER}`)];
      }
      if (text(scaler.object.metadata?.namespace) === '' || reachable.has(name) || reachable.has(`${scaler.namespace} ${name}`)) {
        return [];
      }
      if (ofCluster.has(name)) {
        return [scaler.violation([...at, 'kind'], `${OF_CLUSTER}, the kind of ${name}`, `set kind: ${OF_CLUSTER}`)];
      }
      return !elsewhere.has(name) ? []
        : [scaler.violation([...at, 'name'], `a ${OF_NAMESPACE} in ${scaler.namespace}; ${name} is in ${elsewhere.get(name)}`, `move it, or make it a ${OF_CLUSTER}`)];
    }));
  },
};
