import { waitingOnly } from './manifests/in-flight';
import { ScaledObject } from './manifests/scaled-object';
import { number } from './manifests/values';
import { Rule } from './rule';

/** What a worker may need of its grace period to end once its job is done. Seconds. */
const ENDING = 30;

export const waitingOnlySignal: Rule = {
  name: 'waiting-only-signal',
  severity: 'error',
  summary: 'GPU workers scaled on waiting requests, messages, list or stream entries alone, with a minimum of 0 and no cooldown that outlasts a job',
  why: 'What is worked on no longer waits. When the last one is taken the trigger is inactive, and after the cooldown the worker is told to end, and killed if its grace is over before its job.',
  incident: 'https://github.com/kedacore/keda/issues/7368',
  check: ({ scaledObjects }) => scaledObjects.filter((scaled) => scaled.isGpu && scaled.reachesZero && !outlastsJobs(scaled)).flatMap((scaled) => {
    // CPU and the clock do not know of work.
    const found = scaled.triggers.filter(({ isResource, type }) => !isResource && type !== 'cron').map((trigger) => ({ trigger, waits: waitingOnly(trigger) }));
    return found.some(({ waits }) => waits === undefined) ? []
      : found.map(({ trigger, waits }) => scaled.violation(trigger.at(waits!.key), waits!.expected,
        `${waits!.fix}, or let terminationGracePeriodSeconds and cooldownPeriod outlast the longest job`));
  }),
};

/** Whether no job is left when the cooldown ends: none takes longer than the grace period that is written for it. */
function outlastsJobs({ target, cooldownPeriod }: ScaledObject): boolean {
  return cooldownPeriod >= (number(target?.pod.terminationGracePeriodSeconds) ?? Infinity) - ENDING;
}
