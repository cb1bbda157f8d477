import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem, shown } from '../shown';

export const SURVIVES_RESTART: Rule = {
  name: 'survives-restart',
  title: 'a restarted scaler answers again, with the same metric',
  why: 'KEDA keeps its connection and the HPA keeps the name of the metric over a rollout of the scaler. A name with a host name or a counter in '
    + 'it is another one then, and the HPA asks for one that is gone.',
  see: 'https://github.com/kedacore/keda/issues/7793',
  needs: ['restart'],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.restart();
    let last = await timed(() => context.keda.getMetricSpec(context.ref));
    const back = await context.until(async () => {
      last = await timed(() => context.keda.getMetricSpec(context.ref));
      return last.error === undefined;
    }, context.times.recoveryMs);
    const name = last.result?.metricSpecs[0]?.metricName;
    if (!back || name !== metricName) {
      throw new Violation({
        expected: `the metric ${shown(metricName)} on the same connection within ${context.times.recoveryMs} ms`,
        seen: back ? shown(name) : problem(last.error!),
        advice: 'name the metric by the metadata alone; keep the address, and be ready before the old process is gone',
      });
    }
  },
};
