import { Rule } from './rule';

export const scaledJobEager: Rule = {
  name: 'scaled-job-eager',
  severity: 'warning',
  summary: 'a ScaledJob with GPUs and the strategy eager',
  why: 'A pod waits minutes for its GPU node, and its message stays in the queue so long: every poll makes another Job for it, up to half of the maximum.',
  incident: 'https://github.com/kedacore/keda/issues/7329',
  check: ({ workloads }) => workloads.filter(({ kind, isGpu, object }) => kind === 'ScaledJob' && isGpu && object.spec.scalingStrategy?.strategy === 'eager')
    .map((job) => job.violation(['spec', 'scalingStrategy', 'strategy'], '"default", with a trigger that counts what is in flight too', 'set it to default')),
};
