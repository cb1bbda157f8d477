import { refuseLate } from './deadline';
import { Rule } from '../rule';

export const FAULT_DEADLINE: Rule = {
  name: 'fault-deadline',
  title: 'every call is answered within 2 s while the backend is away or hangs',
  why: "KEDA's calls have no deadline, and its polls of a ScaledObject are one after the other: for as long as a call hangs, nothing of that "
    + 'object is polled or pushed, and other triggers of it wait too.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scaling/scale_handler.go',
  needs: ['backend'],
  check: async (context) => {
    const { metricName } = await context.spec();
    await context.whileBroken(metricName, async () => {
      const end = performance.now() + context.times.faultMs;
      do {
        await refuseLate(context, metricName, ' after --break');
      } while (performance.now() < end);
    });
  },
};
