import { DO_NOT_DISRUPT } from './manifests/workload';
import { Rule } from './rule';

export const doNotDisruptOutOfReach: Rule = {
  name: 'do-not-disrupt-out-of-reach',
  severity: 'error',
  summary: 'karpenter.sh/do-not-disrupt on what makes pods, and not on the pods',
  why: 'Karpenter looks at pods only, and nothing copies the annotation of a Deployment, a Job or a ScaledJob to them: they are evicted in the middle of their work.',
  incident: 'https://github.com/kedacore/keda/issues/6629',
  check: ({ workloads }) => workloads
    .filter((workload) => workload.kind !== 'Pod' && workload.annotation(DO_NOT_DISRUPT) !== undefined && workload.podAnnotation(DO_NOT_DISRUPT) === undefined)
    .map((workload) => workload.violation(['metadata', 'annotations', DO_NOT_DISRUPT], 'none here, but one among the annotations of the pod template', `move it to ${workload.podAnnotationPath(DO_NOT_DISRUPT).slice(0, -1).join('.')}`)),
};
