import { Violation } from '../finding';
import { Rule } from '../rule';
import { problem } from '../shown';

export const FAULT_RECOVERY: Rule = {
  name: 'fault-recovery',
  title: 'answers are back soon after the backend is',
  why: 'While GetMetrics or IsActive fails, KEDA holds the replicas where they are: work that comes meanwhile waits for as long as the scaler '
    + 'does not notice that its backend is back.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scaling/scale_handler.go',
  needs: ['backend'],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.value();
    await context.active();
    const recovered = await context.whileBroken(metricName, async () => {
      await context.look(metricName); // lets the scaler notice
    });
    if (!recovered) {
      const { metrics, activity } = await context.look(metricName);
      throw new Violation({
        expected: `answers of GetMetrics and IsActive within ${context.times.recoveryMs} ms after --mend`,
        seen: problem((metrics.error ?? activity.error)!),
        advice: 'connect to the backend again by yourself, with a wait of seconds, not minutes',
      });
    }
  },
};
