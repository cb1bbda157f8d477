import { text } from './manifests/values';
import { Rule } from './rule';

export const externalIdWithoutRole: Rule = {
  name: 'external-id-without-role',
  severity: 'error',
  summary: 'an externalID of a TriggerAuthentication without the roleArn that it is for',
  why: 'The admission webhook refuses it: an external ID belongs to the taking of a role, and without one KEDA asks as itself.',
  incident: 'https://github.com/kedacore/keda/pull/7580',
  check: (manifests) => [...manifests.all('TriggerAuthentication'), ...manifests.all('ClusterTriggerAuthentication')]
    .filter(({ object: { spec } }) => text(spec?.podIdentity?.externalID) !== '' && text(spec.podIdentity.roleArn) === '')
    .map((authentication) => authentication.violation(['spec', 'podIdentity', 'roleArn'], 'the role that asks for the externalID', 'set roleArn, or remove externalID')),
};
