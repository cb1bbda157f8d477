import { number } from './manifests/values';
import { Rule } from './rule';

/** How triggers call what one replica answers for. */
const TARGETS = ['threshold', 'value', 'targetValue', 'queueLength', 'listLength', 'lagThreshold', 'lagCount', 'pendingEntriesCount', 'streamLength', 'messageCount', 'targetQueueSize'];

export const targetOfZero: Rule = {
  name: 'target-of-zero',
  severity: 'error',
  summary: 'a trigger whose target is 0',
  why: 'The API server refuses the HPA that KEDA makes of it: the workload goes from 0 to 1 and no further.',
  incident: 'https://github.com/kedacore/keda/issues/5857',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => scaled.triggers.filter(({ isExternal }) => !isExternal)
    .flatMap((trigger) => TARGETS.filter((key) => number(trigger.metadata[key]) === 0)
      .map((key) => scaled.violation(trigger.at(key), 'more than 0: the jobs that one replica answers for', 'set it to what a replica does at a time')))),
};
