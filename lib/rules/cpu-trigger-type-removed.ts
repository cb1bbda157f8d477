import { Rule } from './rule';

export const cpuTriggerTypeRemoved: Rule = {
  name: 'cpu-trigger-type-removed',
  severity: 'error',
  summary: 'a cpu or memory trigger with metadata.type',
  why: 'KEDA 2.18 removed it. The ScaledObject is not Ready any more and nothing is scaled.',
  incident: 'https://github.com/apache/camel-k/issues/6738',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => scaled.triggers
    .filter(({ isResource, metadata }) => isResource && metadata.type !== undefined)
    .map((trigger) => scaled.violation(trigger.at('type'), 'none', `remove it, and set metricType: ${trigger.metadata.type} on the trigger`))),
};
