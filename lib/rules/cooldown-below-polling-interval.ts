import { ScaledObject } from './manifests/scaled-object';
import { Rule } from './rule';

/** A poll can be late by a whole interval; by this at most, for then a scaler that hangs is back. Seconds. */
const LONGEST_DELAY = 45;

export const cooldownBelowPollingInterval: Rule = {
  name: 'cooldown-below-polling-interval',
  severity: 'error',
  summary: 'a cooldown shorter than the polling interval and a poll that is late, with a minimum of 0',
  why: 'A poll that meets a change of the triggers counts as inactive without an error. When it is late as well, it is enough to stop every worker, busy ones too.',
  incident: 'https://github.com/kedacore/keda/issues/6762',
  check: ({ scaledObjects }) => scaledObjects.filter((scaled) => scaled.isGpu && scaled.reachesZero && scaled.cooldownPeriod < least(scaled))
    .map((scaled) => scaled.violation(['spec', 'cooldownPeriod'], `at least ${least(scaled)}, the pollingInterval of ${scaled.pollingInterval} and a poll that is late`,
      'lengthen it', scaled.cooldownPeriod)),
};

function least({ pollingInterval }: ScaledObject): number {
  return pollingInterval + Math.min(pollingInterval, LONGEST_DELAY);
}
