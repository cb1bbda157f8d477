import { Violation } from '../finding';
import { readValue } from '../keda/numbers';
import { Rule } from '../rule';
import { shown } from '../shown';

export const FAULT_ERROR: Rule = {
  name: 'fault-error',
  title: 'a backend that is away is an error, never 0 and never inactive',
  why: 'On an error KEDA holds the replicas, or takes its fallback. A 0 that stands for "I do not know" ends all workers after the cooldown, in '
    + 'the middle of their jobs.',
  see: 'https://github.com/kedacore/keda/issues/8036',
  needs: ['backend'],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.value();
    // While work is there, each 0 is false. Without any, the last reading may be repeated for a while.
    const busy = await context.becomeActiveIfPossible();
    await context.whileBroken(metricName, async () => {
      const end = performance.now() + context.times.faultMs;
      for (let over = false; !over;) {
        over = performance.now() > end;
        const { metrics, activity } = await context.look(metricName);
        if (busy || over) {
          refuseZero(metrics.result?.metricValues.some((value) => readValue(value) > 0), 'GetMetrics', metrics.result);
          refuseZero(activity.result?.result, 'IsActive', activity.result);
        }
      }
    });
  },
};

/** @param sign whether the answer tells of work; undefined if it is an error */
function refuseZero(sign: boolean | undefined, call: string, answer: unknown): void {
  if (sign === false) {
    throw new Violation({
      expected: `an error of ${call} after --break`,
      seen: shown(answer),
      advice: 'answer UNAVAILABLE when the backend cannot be read; catch no error that ends in a default of 0',
    });
  }
}
