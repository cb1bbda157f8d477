import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem, shown } from '../shown';

export const ONE_VALUE: Rule = {
  name: 'one-value',
  title: 'GetMetrics gives exactly one value',
  why: 'KEDA relabels every value with the name it asked for and the HPA adds them up, so each further value adds replicas. Without any, the HPA '
    + 'has "no matching metrics" and stays where it is.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: [],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.inEachState(async (state) => {
      const expected = `one value of ${metricName} ${state}`;
      const { result, error } = await timed(() => context.keda.getMetrics({ scaledObjectRef: context.ref, metricName }));
      if (error !== undefined) {
        throw new Violation({ expected, seen: problem(error), advice: 'see that the scaler can read its backend; nothing waiting is the value 0, not an error' });
      }
      if (result!.metricValues.length !== 1) {
        throw new Violation({ expected, seen: shown(result!.metricValues), advice: 'add the parts up in the scaler and return the sum; nothing waiting is one value of 0' });
      }
    });
  },
};
