import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown } from '../shown';

const CALLS = 5;

export const STABLE_SPEC: Rule = {
  name: 'stable-spec',
  title: 'name and target stay the same from call to call',
  why: 'The HPA keeps the name and the target of the last reconcile. When GetMetricSpec gives another name later, the HPA asks for the old one '
    + 'and gets "no matching metrics found"; another target never reaches it, unless by StreamMetricSpec.',
  see: 'https://github.com/kedacore/keda/issues/5706',
  needs: [],
  check: async (context) => {
    const first = await context.spec();
    for (let call = 1; call < CALLS; call++) {
      // A connection of its own may lead to another pod of the scaler.
      const next = await context.spec(call % 2 === 0 ? context.keda : context.connect());
      if (shown(next) !== shown(first)) {
        throw new Violation({
          expected: `${shown(first)}, as at the first call`,
          seen: `${shown(next)} at call ${call + 1}`,
          advice: 'derive name and target from the metadata alone: no counters, clocks, host names or backend',
        });
      }
    }
  },
};
