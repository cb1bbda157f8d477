import { Violation } from '../finding';
import { Rule } from '../rule';

export const STREAM_STATE: Rule = {
  name: 'stream-state',
  title: 'StreamIsActive tells the state as soon as it is opened',
  why: 'KEDA opens the stream anew after every restart and every change of the ScaledObject. What became active before is not pushed any more, '
    + 'and waits for the next poll.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: ['push', 'work'],
  check: async (context) => {
    const { openMs } = context.times;
    const advice = 'send the state when a stream is opened, then changes';
    await context.become(true);
    const active = context.activation();
    await context.until(() => active.received.length > 0, openMs);
    if (active.received[0]?.value.result !== true) {
      throw new Violation({
        expected: `true within ${openMs} ms, as IsActive is true`,
        seen: active.received.length === 0 ? 'nothing' : 'false',
        advice,
      });
    }
    await context.become(false);
    const idle = context.activation();
    await context.until(() => idle.received.length > 0, openMs);
    if (idle.received[0]?.value.result === true) {
      throw new Violation({ expected: 'false or nothing, as IsActive is false', seen: 'true', advice });
    }
  },
};
