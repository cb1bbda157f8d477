import { setTimeout as sleep } from 'node:timers/promises';
import { Violation } from '../finding';
import { Rule } from '../rule';
import { shownEnd } from '../shown';

export const STREAM_STAYS: Rule = {
  name: 'stream-stays',
  title: 'StreamIsActive stays open',
  why: 'After the end of a stream KEDA waits before it opens the next one: 2 s, and with each error twice as long, up to a minute, in which '
    + 'nothing is pushed.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: ['push'],
  check: async (context) => {
    const stream = context.activation();
    await sleep(context.times.quietMs);
    if (stream.ended !== undefined) {
      throw new Violation({
        expected: `a stream that is open for ${context.times.quietMs} ms and longer`,
        seen: shownEnd(stream.ended),
        advice: 'keep the stream until KEDA cancels it; to move it to another pod now and then, end it with OK after some minutes',
      });
    }
  },
};
