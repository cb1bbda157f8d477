import { items, text } from './manifests/values';
import { Rule } from './rule';

/** Where KEDA is installed as a rule. */
const KEDAS = 'keda';

export const clusterAuthenticationSecret: Rule = {
  name: 'cluster-authentication-secret',
  severity: 'error',
  summary: 'a ClusterTriggerAuthentication whose Secret is in the namespace of the ScaledObject',
  why: 'KEDA looks for it in its own namespace, whoever asks. It finds none, and nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/4893',
  check: (manifests) => {
    const asking = new Map<string, Set<string>>();
    for (const { triggers, namespace } of manifests.scalers) {
      for (const { spec: { authenticationRef } } of triggers) {
        if (authenticationRef?.kind === 'ClusterTriggerAuthentication') {
          const name = text(authenticationRef.name);
          asking.set(name, (asking.get(name) ?? new Set()).add(namespace));
        }
      }
    }
    const homes = new Map<string, string[]>();
    // Into which namespace an object without one is applied is not known: it may be KEDA's.
    for (const { name, namespace } of asking.size === 0 ? [] : manifests.all('Secret').filter(({ object }) => text(object.metadata?.namespace) !== '')) {
      homes.set(name, [...homes.get(name) ?? [], namespace]);
    }
    return manifests.all('ClusterTriggerAuthentication').flatMap((authentication) =>
      items(authentication.object.spec?.secretTargetRef).flatMap(({ name }, index) => {
        const namespaces = homes.get(text(name)) ?? [];
        const isAsked = (namespace: string) => asking.get(authentication.name)?.has(namespace) === true;
        return namespaces.length === 0 || namespaces.includes(KEDAS) || !namespaces.every(isAsked) ? []
          : [authentication.violation(['spec', 'secretTargetRef', index, 'name'], `a Secret in the namespace of KEDA; ${text(name)} is in ${namespaces.join(', ')}`,
            'move the Secret there, or make it a TriggerAuthentication')];
      }));
  },
};
