import { Violation } from '../finding';
import { Rule } from '../rule';
import { shownEnd } from '../shown';

export const STREAM_RESTART: Rule = {
  name: 'stream-restart',
  title: 'streams end with OK when the scaler is restarted',
  why: "Each stream that ends with an error doubles KEDA's wait before the next, up to a minute, and it never shrinks again, unless a stream ends "
    + 'with OK: after six rollouts every push is a minute away after each restart.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: ['push', 'restart'],
  check: async (context) => {
    const { openMs, recoveryMs } = context.times;
    const { metricName } = await context.spec();
    const stream = context.activation();
    await context.until(() => stream.received.length > 0, openMs); // some say nothing while idle
    await context.restart();
    await context.until(() => stream.ended !== undefined, recoveryMs);
    await context.recovered(metricName); // the next rule finds it up; another one is about that
    if (stream.ended !== 'OK') {
      throw new Violation({
        expected: 'the end of the stream with OK',
        seen: stream.ended === undefined ? `a stream that is open after ${recoveryMs} ms` : shownEnd(stream.ended),
        advice: 'on SIGTERM end all streams first, then let calls finish, then close the server',
      });
    }
  },
};
