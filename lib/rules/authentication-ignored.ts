import { items, text } from './manifests/values';
import { Plain } from './manifests/view';
import { Rule } from './rule';

/** All that an external trigger takes from a TriggerAuthentication. */
const READ = ['caCert', 'tlsClientCert', 'tlsClientKey'];

export const authenticationIgnored: Rule = {
  name: 'authentication-ignored',
  severity: 'warning',
  summary: 'a TriggerAuthentication that gives an external trigger more than certificates',
  why: 'KEDA uses the certificates for its connection and passes nothing on: the external scaler never sees the password.',
  incident: 'https://github.com/kedacore/keda/issues/2571',
  check: (manifests) => manifests.scalers.flatMap(({ namespace, triggers }) => triggers.filter(({ isExternal }) => isExternal)
    .map(({ spec }) => manifests.find(text(spec.authenticationRef?.kind) || 'TriggerAuthentication', namespace, spec.authenticationRef?.name))
    .filter((authentication) => authentication !== undefined)
    .flatMap((authentication) => items(authentication.spec?.secretTargetRef).flatMap(({ parameter }, index) => READ.includes(text(parameter)) ? []
      : [new Plain(authentication).violation(['spec', 'secretTargetRef', index, 'parameter'], `one of ${READ.join(', ')}`, 'give it to the external scaler itself')]))),
};
