import { status } from '@grpc/grpc-js';
import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem } from '../shown';

export const INVALID_METADATA: Rule = {
  name: 'invalid-metadata',
  title: 'metadata that is wrong is refused with INVALID_ARGUMENT, on every call',
  why: "KEDA checks nothing of an external scaler's metadata. What the scaler says is what the user reads in the events of the ScaledObject; a "
    + 'guess in place of a refusal scales on something else.',
  see: 'https://keda.sh/docs/latest/concepts/external-scalers/',
  needs: ['invalid-metadata'],
  check: async (context) => {
    const { metricName } = await context.spec();
    const ref = context.invalidRef();
    const calls = {
      GetMetricSpec: await timed<unknown>(() => context.keda.getMetricSpec(ref)),
      GetMetrics: await timed<unknown>(() => context.keda.getMetrics({ scaledObjectRef: ref, metricName })),
      IsActive: await timed<unknown>(() => context.keda.isActive(ref)),
    };
    for (const [call, { error }] of Object.entries(calls)) {
      if (error?.code !== status.INVALID_ARGUMENT || error.details === '') {
        throw new Violation({
          expected: `INVALID_ARGUMENT with a reason from ${call}`,
          seen: error === undefined ? 'an answer' : problem(error),
          advice: 'check the metadata before anything else, and say which key is wrong, what it was and what you expect',
        });
      }
    }
  },
};
