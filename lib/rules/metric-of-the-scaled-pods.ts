import { Rule } from './rule';

/** Metrics that only a running worker exports; vLLM's router counts what comes in. */
const OF_THE_PODS = /\b(vllm[:_](?!num_incoming_requests)|sglang[:_]|tgi_|nv_inference_|DCGM_)/;

export const metricOfTheScaledPods: Rule = {
  name: 'metric-of-the-scaled-pods',
  severity: 'error',
  summary: 'a minimum of 0 with metrics that only the scaled pods export',
  why: 'With no pod there is no metric, so nothing ever starts the first one: requests fail until somebody scales by hand.',
  incident: 'https://github.com/kedacore/keda/issues/6040',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ reachesZero, triggers }) => reachesZero && triggers.length > 0
      && triggers.every(({ isResource, isOfQueries, queries }) => isResource || (isOfQueries && queries.every(({ text }) => OF_THE_PODS.test(text)))))
    .filter(({ triggers }) => triggers.some(({ isResource }) => !isResource))
    .map((scaled) => scaled.violation(['spec', scaled.idleReplicas === undefined ? 'minReplicaCount' : 'idleReplicaCount'], 'at least 1, because every metric comes from the pods themselves',
      'keep one replica, or add a trigger on the queue or gateway before the pods')),
};
