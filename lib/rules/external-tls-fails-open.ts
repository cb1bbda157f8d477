import { Rule } from './rule';

export const externalTlsFailsOpen: Rule = {
  name: 'external-tls-fails-open',
  severity: 'warning',
  summary: 'an external trigger with TLS from a TriggerAuthentication, without enableTLS',
  why: 'When the TriggerAuthentication, its Secret or a key is missing, KEDA only logs that and calls in plain text.',
  incident: 'https://github.com/kedacore/keda/issues/3565',
  check: ({ scalers }) => scalers.flatMap((scaler) => scaler.triggers
    .filter(({ isExternal, spec, metadata }) => isExternal && spec.authenticationRef !== undefined && metadata.enableTLS !== 'true')
    .map((trigger) => scaler.violation(trigger.at('enableTLS'), '"true"', 'set enableTLS: "true" beside the authenticationRef'))),
};
