import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem, shown } from '../shown';

export const FAULT_SPEC: Rule = {
  name: 'fault-spec',
  title: 'GetMetricSpec answers while the backend is away',
  why: "KEDA's fallback counts failures of GetMetrics only. When GetMetricSpec fails, it never comes, and every external metric of the "
    + 'ScaledObject fails with it.',
  see: 'https://github.com/kedacore/keda/issues/8056',
  needs: ['backend'],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.whileBroken(metricName, async () => {
      await context.look(metricName); // lets the scaler notice
      const { result, error } = await timed(() => context.keda.getMetricSpec(context.ref));
      if (result?.metricSpecs[0]?.metricName !== metricName) {
        throw new Violation({
          expected: `the metric ${shown(metricName)} after --break`,
          seen: error === undefined ? shown(result) : problem(error),
          advice: 'answer GetMetricSpec from the metadata alone',
        });
      }
    });
  },
};
