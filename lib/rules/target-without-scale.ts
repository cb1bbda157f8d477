import { text } from './manifests/values';
import { Rule } from './rule';

/** Kinds without replicas, and one whose replicas no autoscaler may set: it belongs to no namespace. */
const WITHOUT = ['CronJob', 'DaemonSet', 'Job', 'NodePool', 'Pod', 'PodTemplate', 'ScaledJob'];

export const targetWithoutScale: Rule = {
  name: 'target-without-scale',
  severity: 'error',
  summary: 'a ScaledObject on a kind that cannot be scaled',
  why: 'KEDA and the HPA set replicas through the scale subresource of an object in the same namespace, which this kind does not have. The ScaledObject is never Ready.',
  incident: 'https://github.com/kubernetes/kubernetes/issues/48588',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec }) => WITHOUT.includes(text(spec.scaleTargetRef?.kind)))
    .map((scaled) => scaled.violation(['spec', 'scaleTargetRef', 'kind'], 'a kind with replicas, such as Deployment or StatefulSet',
      scaled.spec.scaleTargetRef.kind === 'NodePool' ? 'scale the pods: Karpenter brings the nodes for them' : 'scale a Deployment, or make Jobs with a ScaledJob')),
};
