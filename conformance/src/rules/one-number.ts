import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown } from '../shown';

export const ONE_NUMBER: Rule = {
  name: 'one-number',
  title: 'float and integer field of a number do not contradict each other',
  why: 'KEDA from 2.17 on takes the float if it is more than 0, else the integer; older ones know the integer only. Where the two differ, '
    + 'replicas depend on the version of KEDA.',
  see: 'https://github.com/kedacore/keda/pull/6482',
  needs: [],
  check: async (context) => {
    const { targetSizeFloat, targetSize } = await context.spec();
    refuseContradiction('targetSize', targetSizeFloat, targetSize!, '');
    await context.inEachState(async (state) => {
      for (const { metricValueFloat, metricValue } of await context.values()) {
        refuseContradiction('metricValue', metricValueFloat, metricValue!, ` ${state}`);
      }
    });
  },
};

/** An integer of 0 is left out, and a float of 0 may be one of a scaler that knows the integer only. */
function refuseContradiction(field: string, float: number, integer: number, state: string): void {
  if (float !== 0 && integer !== 0 && Math.abs(float - integer) >= 1) {
    throw new Violation({
      expected: `${field} left out, or ${field}Float rounded${state}`,
      seen: shown({ [`${field}Float`]: float, [field]: integer }),
      advice: `set ${field}Float only, or both from the same number`,
    });
  }
}
