import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown } from '../shown';

export const VALUE_NAME: Rule = {
  name: 'value-name',
  title: 'the value has the name of the metric that was asked for',
  why: 'KEDA does not look at the name in the answer: it gives the value the name it asked for, and so scales on the value of another metric '
    + 'without a word.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: [],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.inEachState(async (state) => {
      const other = (await context.values()).find((value) => value.metricName !== metricName);
      if (other !== undefined) {
        throw new Violation({
          expected: `a value of ${shown(metricName)} ${state}`,
          seen: shown(other),
          advice: 'return the metricName of the request, without the prefix s0- that the HPA shows; refuse names that the trigger does not have with NOT_FOUND',
        });
      }
    });
  },
};
