import { text } from './manifests/values';
import { Rule } from './rule';

export const bufferOfV1alpha1: Rule = {
  name: 'buffer-of-v1alpha1',
  severity: 'warning',
  summary: 'a CapacityBuffer of v1alpha1',
  why: 'Karpenter knows v1beta1 only and refuses it, whatever its documentation shows; Cluster Autoscaler has deprecated it.',
  incident: 'https://github.com/aws/karpenter-provider-aws/pull/9276',
  check: (manifests) => manifests.all('CapacityBuffer').filter(({ object }) => text(object.apiVersion).endsWith('/v1alpha1'))
    .map((buffer) => buffer.violation(['apiVersion'], 'autoscaling.x-k8s.io/v1beta1', 'write v1beta1')),
};
