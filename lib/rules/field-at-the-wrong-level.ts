import { Rule } from './rule';

const OF_SPEC: { readonly [kind: string]: readonly string[] } = {
  ScaledObject: [
    'scaleTargetRef', 'pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod', 'idleReplicaCount', 'minReplicaCount', 'maxReplicaCount', 'triggers', 'fallback', 'advanced',
  ],
  ScaledJob: [
    'jobTargetRef', 'pollingInterval', 'minReplicaCount', 'maxReplicaCount', 'successfulJobsHistoryLimit', 'failedJobsHistoryLimit', 'envSourceContainerName', 'rollout',
    'rolloutStrategy', 'scalingStrategy', 'triggers',
  ],
};
const OF_TRIGGER = ['type', 'name', 'metadata', 'metricType', 'useCachedMetrics', 'authenticationRef'];

/** What people look for in a trigger, and KEDA looks for elsewhere. */
export const NOT_OF_METADATA = ['minReplicaCount', 'maxReplicaCount', 'pollingInterval', 'cooldownPeriod', 'metricType'];

export const fieldAtTheWrongLevel: Rule = {
  name: 'field-at-the-wrong-level',
  // A newer KEDA may know more fields.
  severity: 'warning',
  summary: 'a field of a ScaledObject or a ScaledJob that is at the wrong level or does not exist',
  why: 'It is dropped, and what it should have set keeps its default: a maxReplicaCount in a trigger leaves the maximum at 100.',
  incident: 'https://github.com/kedacore/keda/issues/2479',
  check: ({ scalers }) => scalers.flatMap((scaler) => [
    ...Object.keys(scaler.object.spec ?? {}).filter((key) => !OF_SPEC[scaler.object.kind].includes(key))
      .map((key) => scaler.violation(['spec', key], `a field of spec (${OF_SPEC[scaler.object.kind].join(', ')})`,
        OF_SPEC.ScaledObject.includes(key) ? 'remove it: there is no HPA behind a ScaledJob, and its Jobs end by themselves' : 'move it to where it belongs: parameters of a trigger go under its metadata')),
    ...scaler.triggers.flatMap((trigger) => [
      ...Object.keys(trigger.spec).filter((key) => !OF_TRIGGER.includes(key))
        .map((key) => scaler.violation([...trigger.path, key], `a field of a trigger (${OF_TRIGGER.join(', ')})`, 'move it under metadata, if it is a parameter of the trigger')),
      ...Object.keys(trigger.metadata).filter((key) => !trigger.isExternal && NOT_OF_METADATA.includes(key))
        .map((key) => scaler.violation(trigger.at(key), 'a parameter of the trigger', key === 'metricType' ? 'move it up beside metadata' : 'move it under spec')),
    ]),
  ]),
};
