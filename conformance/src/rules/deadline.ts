import { Context } from '../context';
import { Violation } from '../finding';
import { Timed, timed } from '../keda/timed';
import { Rule } from '../rule';

export const DEADLINE: Rule = {
  name: 'deadline',
  title: 'every call is answered within 2 s',
  why: "KEDA's calls have no deadline. One that hangs holds up polling and push of its ScaledObject for as long as it hangs, and GetMetricSpec a "
    + "worker of KEDA's controller too.",
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: [],
  check: async (context) => {
    const { metricName } = await context.spec();
    await refuseLate(context, metricName, '');
  },
};

/** Makes the three calls of a poll and refuses those that take too long, whatever comes of them. */
export async function refuseLate(context: Context, metricName: string, when: string): Promise<void> {
  const { keda, ref, times: { deadlineMs } } = context;
  const { metrics, activity } = await context.look(metricName);
  const calls: { readonly [call: string]: Timed<unknown> } = {
    GetMetrics: metrics, IsActive: activity, GetMetricSpec: await timed(() => keda.getMetricSpec(ref)),
  };
  for (const [call, { ms, error }] of Object.entries(calls)) {
    if (ms > deadlineMs) {
      throw new Violation({
        expected: `an answer or an error of ${call} within ${deadlineMs} ms${when}`,
        seen: error !== undefined && error.code === undefined ? error.message : `${Math.round(ms)} ms`,
        advice: 'give every read of the backend a deadline of its own, and answer UNAVAILABLE when it is over',
      });
    }
  }
}
