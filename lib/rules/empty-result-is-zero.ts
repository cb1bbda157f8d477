import { Rule } from './rule';

export const emptyResultIsZero: Rule = {
  name: 'empty-result-is-zero',
  severity: 'error',
  summary: 'a Prometheus trigger of GPU workers that reads an empty result as 0, with a minimum of 0',
  why: 'When Prometheus restarts or a target is lost, the result is empty. KEDA takes that for no work and stops every worker, busy ones too.',
  incident: 'https://github.com/kedacore/keda/issues/3065',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu, reachesZero }) => isGpu && reachesZero).flatMap((scaled) => scaled.triggers
    .filter(({ type, metadata }) => type === 'prometheus' && metadata.ignoreNullValues !== 'false')
    .map((trigger) => scaled.violation(trigger.at('ignoreNullValues'), '"false"', 'set ignoreNullValues: "false": an empty result is an error then, and the replicas stay'))),
};
