import { Rule } from './rule';

export const redisStreamsPendingOnly: Rule = {
  name: 'redis-streams-pending-only',
  severity: 'error',
  summary: 'a redis-streams trigger on pending entries alone, with a minimum of 0',
  why: 'An entry is pending once a consumer has read it. Without a consumer none is, so nothing starts the first one.',
  incident: 'https://github.com/kedacore/keda/issues/2819',
  check: ({ scaledObjects }) => scaledObjects.filter(({ reachesZero, triggers }) => reachesZero && triggers.every(({ type }) => /^redis(-cluster|-sentinel)?-streams$/.test(type)))
    .flatMap((scaled) => scaled.triggers.every(({ metadata }) => metadata.pendingEntriesCount !== undefined && metadata.lagCount === undefined)
      ? scaled.triggers.map((trigger) => scaled.violation(trigger.at('pendingEntriesCount'), 'something that counts entries nobody has read', 'add a trigger with lagCount, or set minReplicaCount: 1')) : []),
};
