import { items } from './manifests/values';
import { Rule } from './rule';

export const scaledJobStartsSlowly: Rule = {
  name: 'scaled-job-starts-slowly',
  severity: 'warning',
  summary: 'a ScaledJob with GPUs and the strategy accurate, without pendingPodConditions',
  why: 'KEDA takes a Job off the count until its pod runs. While the pod then loads its model, the message still waits, and every poll makes another Job for it.',
  incident: 'https://github.com/kedacore/keda/issues/6727',
  check: ({ workloads }) => workloads
    .filter(({ kind, isGpu, object }) => kind === 'ScaledJob' && isGpu && object.spec.scalingStrategy?.strategy === 'accurate'
      && items(object.spec.scalingStrategy.pendingPodConditions).length === 0)
    .map((job) => job.violation(['spec', 'scalingStrategy', 'pendingPodConditions'], '[Ready], with a readiness probe that succeeds once the message is taken',
      'set both, or let the trigger count messages in flight too and set strategy: default')),
};
