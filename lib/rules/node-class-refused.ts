import { items } from './manifests/values';
import { Plain } from './manifests/view';
import { Rule, Violation } from './rule';

export const nodeClassRefused: Rule = {
  name: 'node-class-refused',
  severity: 'error',
  summary: 'an EC2NodeClass with both role and instanceProfile, or with an alias of an image beside another selector',
  why: 'The API server refuses it, and a NodePool whose class is not there makes no node.',
  incident: 'https://github.com/aws/karpenter-provider-aws/issues/5796',
  check: (manifests) => manifests.all('EC2NodeClass').flatMap((nodeClass) => [...identity(nodeClass), ...images(nodeClass)]),
};

function identity(nodeClass: Plain): readonly Violation[] {
  const { role, instanceProfile } = nodeClass.object.spec ?? {};
  return role === undefined || instanceProfile === undefined ? []
    : [nodeClass.violation(['spec', 'instanceProfile'], 'none beside a role', 'remove one of them: Karpenter makes a profile for the role')];
}

function images(nodeClass: Plain): readonly Violation[] {
  const terms = items(nodeClass.object.spec?.amiSelectorTerms);
  return terms.flatMap((term, index) => term.alias === undefined || (terms.length === 1 && Object.keys(term).length === 1) ? []
    : [nodeClass.violation(['spec', 'amiSelectorTerms', index, 'alias'], 'an alias alone, as the only term', 'remove it, or the others')]);
}
