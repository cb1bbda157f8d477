import { reasonToLeaveOut } from '../../src/run/left-out';

test.each([
  ['karpenter.k8s.aws/v1', 'EC2NodeClass', 'its cloud is not here'],
  ['karpenter.azure.com/v1beta1', 'AKSNodeClass', 'its cloud is not here'],
  ['karpenter.kwok.sh/v1alpha1', 'KWOKNodeClass', 'the rehearsal has its own'],
  ['keda.sh/v1alpha1', 'TriggerAuthentication', 'loopback needs no credentials'],
  ['admissionregistration.k8s.io/v1', 'ValidatingWebhookConfiguration', 'it extends the API of a real cluster'],
  ['apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'it extends the API of a real cluster'],
  ['monitoring.coreos.com/v1', 'ServiceMonitor', 'nothing here serves monitoring.coreos.com/v1'],
])('%s %s is left out: %s', (apiVersion, kind, reason) => {
  expect(reasonToLeaveOut({ apiVersion, kind })).toBe(reason);
});

test.each([
  ['v1', 'Service'], ['apps/v1', 'Deployment'], ['keda.sh/v1alpha1', 'ScaledObject'], ['karpenter.sh/v1', 'NodePool'], ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['autoscaling.x-k8s.io/v1beta1', 'CapacityBuffer'], ['policy/v1', 'PodDisruptionBudget'],
])('%s %s is applied', (apiVersion, kind) => {
  expect(reasonToLeaveOut({ apiVersion, kind })).toBeUndefined();
});
