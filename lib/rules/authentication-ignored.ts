import { items, text } from './manifests/values';
import { Rule } from './rule';

/** All that an external trigger takes from a TriggerAuthentication. */
const READ = ['caCert', 'tlsClientCert', 'tlsClientKey'];

export const authenticationIgnored: Rule = {
  name: 'authentication-ignored',
  severity: 'warning',
  summary: 'a TriggerAuthentication that gives an external trigger more than certificates',
  why: 'KEDA uses the certificates for its connection and passes nothing on: the external scaler never sees the password.',
  incident: 'https://github.com/kedacore/keda/issues/2571',
  check: (manifests) => manifests.scaledObjects.flatMap(({ namespace, triggers }) => triggers.filter(({ isExternal }) => isExternal).flatMap(({ spec }) => {
    const reference = spec.authenticationRef ?? {};
    const authentication = manifests.all(text(reference.kind) || 'TriggerAuthentication')
      .find((each) => each.name === text(reference.name) && (each.namespace === namespace || reference.kind === 'ClusterTriggerAuthentication'));
    return authentication === undefined ? [] : items(authentication.object.spec?.secretTargetRef).flatMap(({ parameter }, index) => READ.includes(text(parameter)) ? []
      : [authentication.violation(['spec', 'secretTargetRef', index, 'parameter'], `one of ${READ.join(', ')}`, 'give it to the external scaler itself')]);
  })),
};
