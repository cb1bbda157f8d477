import { Rule } from './rule';

/** What KEDA takes from a TriggerAuthentication only, and a parameter that it had before. */
const MATERIAL = ['caCert', 'tlsClientCert', 'tlsClientKey', 'tlsCertFile'];

export const externalTlsInMetadata: Rule = {
  name: 'external-tls-in-metadata',
  severity: 'error',
  summary: 'certificates in the metadata of an external trigger',
  why: 'KEDA reads them from a TriggerAuthentication only, whatever its documentation shows. In the metadata they do nothing, and the calls go out in plain text.',
  incident: 'https://github.com/kedacore/keda/issues/5082',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers.filter(({ isExternal }) => isExternal)
    .flatMap((trigger) => MATERIAL.filter((key) => trigger.metadata[key] !== undefined)
      .map((key) => scaler.violation(trigger.at(key), 'none in the metadata', 'give caCert, tlsClientCert and tlsClientKey by a TriggerAuthentication, and set enableTLS: "true"')))),
};
