import { Rule } from './rule';

/** One poll can count as inactive without an error, when KEDA renews its scalers. */
const POLLS = 3;

export const cooldownBelowPolls: Rule = {
  name: 'cooldown-below-polls',
  severity: 'error',
  summary: 'a cooldown shorter than three polls, with a minimum of 0',
  why: 'A poll that meets a change of the triggers counts as inactive without an error. One such poll is then enough to stop every worker, busy ones too.',
  incident: 'https://github.com/kedacore/keda/issues/6762',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ isGpu, reachesZero, cooldownPeriod, pollingInterval }) => isGpu && reachesZero && cooldownPeriod < POLLS * pollingInterval)
    .map((scaled) => scaled.violation(['spec', 'cooldownPeriod'], `at least ${POLLS * scaled.pollingInterval}, three times the pollingInterval of ${scaled.pollingInterval}`, 'lengthen it', scaled.cooldownPeriod)),
};
