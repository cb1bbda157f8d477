import { items, text } from './manifests/values';
import { Rule } from './rule';

const PAIR = ['tlsClientCert', 'tlsClientKey'];

export const halfAClientCertificate: Rule = {
  name: 'half-a-client-certificate',
  severity: 'error',
  summary: 'an external trigger that gets a client certificate without its key, or the other way round',
  why: 'KEDA ignores one without the other and says nothing: a scaler with mutual TLS refuses every call.',
  incident: 'https://github.com/kedacore/keda/issues/7017',
  check: (manifests) => [...manifests.all('TriggerAuthentication'), ...manifests.all('ClusterTriggerAuthentication')].flatMap((authentication) => {
    const secrets = items(authentication.object.spec?.secretTargetRef);
    const given = PAIR.filter((parameter) => secrets.some((secret) => text(secret.parameter) === parameter));
    return given.length !== 1 ? []
      : [authentication.violation(['spec', 'secretTargetRef'], 'tlsClientCert and tlsClientKey both', `add ${PAIR.find((parameter) => parameter !== given[0])}`, `${given[0]} alone`)];
  }),
};
