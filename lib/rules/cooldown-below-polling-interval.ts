import { Rule } from './rule';

export const cooldownBelowPollingInterval: Rule = {
  name: 'cooldown-below-polling-interval',
  severity: 'error',
  summary: 'a cooldown that is not longer than the polling interval, with a minimum of 0',
  why: 'A poll that meets a change of the triggers counts as inactive without an error. That one poll is then enough to stop every worker, busy ones too.',
  incident: 'https://github.com/kedacore/keda/issues/6762',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ isGpu, reachesZero, cooldownPeriod, pollingInterval }) => isGpu && reachesZero && cooldownPeriod <= pollingInterval)
    .map((scaled) => scaled.violation(['spec', 'cooldownPeriod'], `more than the pollingInterval of ${scaled.pollingInterval}`, 'lengthen it', scaled.cooldownPeriod)),
};
