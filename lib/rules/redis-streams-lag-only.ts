import { Rule } from './rule';

export const redisStreamsLagOnly: Rule = {
  name: 'redis-streams-lag-only',
  severity: 'error',
  summary: 'a redis-streams trigger of GPU workers that counts lag alone, with a minimum of 0',
  why: 'Lag is what nobody has read. Once the last entry is read the trigger is inactive, and after the cooldown the worker is killed in the middle of it.',
  incident: 'https://github.com/kedacore/keda/issues/3127',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu, reachesZero }) => isGpu && reachesZero)
    .flatMap((scaled) => {
      const streams = scaled.triggers.filter(({ type }) => /^redis(-cluster|-sentinel)?-streams$/.test(type));
      const countsPending = streams.some(({ metadata }) => metadata.pendingEntriesCount !== undefined && metadata.lagCount === undefined);
      return countsPending ? [] : streams.filter(({ metadata }) => metadata.lagCount !== undefined)
        .map((trigger) => scaled.violation(trigger.at('lagCount'), 'lag and pending entries both', 'add a second trigger with pendingEntriesCount, or use a scaler that counts waiting and in flight'));
    }),
};
