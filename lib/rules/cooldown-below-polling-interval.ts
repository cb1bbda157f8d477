import { Rule } from './rule';

/** How many polling intervals have to pass without work. */
const POLLS = 2;

export const cooldownBelowPollingInterval: Rule = {
  name: 'cooldown-below-polling-interval',
  severity: 'error',
  summary: 'a cooldown shorter than two polling intervals, with a minimum of 0',
  why: 'A poll that meets a change of the triggers counts as inactive without an error. When that one is late as well, it is enough to stop every worker, busy ones too.',
  incident: 'https://github.com/kedacore/keda/issues/6762',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ isGpu, reachesZero, cooldownPeriod, pollingInterval }) => isGpu && reachesZero && cooldownPeriod < POLLS * pollingInterval)
    .map((scaled) => scaled.violation(['spec', 'cooldownPeriod'], `at least ${POLLS * scaled.pollingInterval}, twice the pollingInterval of ${scaled.pollingInterval}`, 'lengthen it', scaled.cooldownPeriod)),
};
