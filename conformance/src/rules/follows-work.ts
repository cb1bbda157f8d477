import { Violation } from '../finding';
import { Rule } from '../rule';

export const FOLLOWS_WORK: Rule = {
  name: 'follows-work',
  title: 'the value rises with the first job, and is 0 when there is none',
  why: 'The value is all that the HPA knows. One that misses a job leaves it waiting; one that stays above 0 keeps workers that have nothing to '
    + 'do.',
  see: 'https://keda.sh/docs/latest/concepts/external-scalers/',
  needs: ['work'],
  check: async (context) => {
    await context.drain();
    await refuseUnless('--drain', 'a value of 0', (value) => value === 0);
    await context.enqueue();
    await refuseUnless('--enqueue', 'a value above 0', (value) => value > 0);
    await context.drain();
    await refuseUnless('a second --drain', 'a value of 0 again', (value) => value === 0);

    async function refuseUnless(what: string, expected: string, condition: (value: number) => boolean): Promise<void> {
      let value = NaN;
      if (!await context.until(async () => condition(value = await context.value()), context.times.changeMs)) {
        throw new Violation({
          expected: `${expected} within ${context.times.changeMs} ms after ${what}`,
          seen: String(value),
          advice: 'count work that waits and work that is being done, exactly; remember a reading for a second at most',
        });
      }
    }
  },
};
