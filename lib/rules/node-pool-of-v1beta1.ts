import { text } from './manifests/values';
import { Rule } from './rule';

const REFERENCE = ['group', 'kind', 'name'];

export const nodePoolOfV1beta1: Rule = {
  name: 'node-pool-of-v1beta1',
  severity: 'error',
  summary: 'a NodePool of karpenter.sh/v1 without a complete nodeClassRef, or with the consolidation policy of v1beta1',
  why: 'The API server refuses it: v1 wants group, kind and name of the node class instead of its apiVersion, and knows no WhenUnderutilized.',
  incident: 'https://github.com/luminartech/helm-charts-public/pull/380',
  check: ({ nodePools }) => nodePools.filter(({ object }) => object.apiVersion === 'karpenter.sh/v1').flatMap((pool) => {
    const missing = REFERENCE.filter((field) => text(pool.template.spec?.nodeClassRef?.[field]) === '');
    return [
      ...(missing.length === 0 ? [] : [pool.violation(['spec', 'template', 'spec', 'nodeClassRef'], 'group, kind and name',
        `add ${missing.join(', ')}, for example { group: karpenter.k8s.aws, kind: EC2NodeClass, name: default }`)]),
      ...(pool.object.spec?.disruption?.consolidationPolicy !== 'WhenUnderutilized' ? []
        : [pool.violation(['spec', 'disruption', 'consolidationPolicy'], 'WhenEmpty or WhenEmptyOrUnderutilized', 'write WhenEmpty for GPU workers')]),
    ];
  }),
};
