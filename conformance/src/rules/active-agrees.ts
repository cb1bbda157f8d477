import { setTimeout as sleep } from 'node:timers/promises';
import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem } from '../shown';

/** The two are separate calls: work that comes or goes between them is no disagreement. */
const ATTEMPTS = 3;

export const ACTIVE_AGREES: Rule = {
  name: 'active-agrees',
  title: 'IsActive is true exactly while the value is above the activation threshold',
  why: 'IsActive alone decides between 0 and 1. False while work is there: KEDA takes all replicas away after the cooldown, from any number, '
    + 'whatever the value says. True while there is none: the last worker never ends.',
  see: 'https://github.com/kedacore/keda/issues/7770',
  needs: [],
  check: (context) => context.inEachState(async (state) => {
    for (let attempt = 1; ; attempt++) {
      const value = await context.value();
      const { result, error } = await timed(() => context.keda.isActive(context.ref));
      if (error === undefined && result!.result === value > context.activationThreshold) {
        return;
      }
      if (attempt === ATTEMPTS) {
        throw new Violation({
          expected: `IsActive ${value > context.activationThreshold}, at a value of ${value} and a threshold of ${context.activationThreshold}, ${state}`,
          seen: error === undefined ? String(result!.result) : problem(error),
          advice: 'derive both from one reading, and count work that is being done; if the trigger has a threshold, give --activation-threshold',
        });
      }
      await sleep(context.times.changeMs / 10);
    }
  }),
};
