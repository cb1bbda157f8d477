import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown } from '../shown';

export const VALUE: Rule = {
  name: 'value',
  title: 'the value is a finite number of at least 0',
  why: 'KEDA makes 0 of NaN, infinite and negative values: "unknown" then reads as "nothing to do", and workers that are busy are taken away.',
  see: 'https://github.com/kedacore/keda/issues/7880',
  needs: [],
  check: (context) => context.inEachState(async (state) => {
    for (const value of await context.values()) {
      if (!Number.isFinite(value.metricValueFloat) || value.metricValueFloat < 0 || value.metricValue! < 0) {
        throw new Violation({
          expected: `a finite value of at least 0 ${state}`,
          seen: `${shown(value)}, which KEDA takes for 0`,
          advice: 'answer a value that is not known with the error UNAVAILABLE',
        });
      }
    }
  }),
};
