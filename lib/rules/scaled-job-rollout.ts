import { Rule } from './rule';

export const scaledJobRollout: Rule = {
  name: 'scaled-job-rollout',
  severity: 'error',
  summary: 'a ScaledJob with GPUs whose rollout is not gradual',
  why: 'By default every change of the ScaledJob deletes its running Jobs.',
  incident: 'https://github.com/kedacore/keda/issues/2098',
  check: ({ workloads }) => workloads.filter(({ kind, isGpu, object }) => kind === 'ScaledJob' && isGpu && object.spec.rollout?.strategy !== 'gradual')
    .map((job) => job.violation(['spec', 'rollout', 'strategy'], '"gradual"', 'set rollout: { strategy: gradual }')),
};
