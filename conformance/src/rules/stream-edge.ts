import { Violation } from '../finding';
import { Rule } from '../rule';
import { shownEnd } from '../shown';

export const STREAM_EDGE: Rule = {
  name: 'stream-edge',
  title: 'StreamIsActive sends true when the first job comes',
  why: 'That is what external-push is for: KEDA starts the first replica at once. Without it, the job waits for the next poll, 30 s by default.',
  see: 'https://github.com/kedacore/keda/pull/7116',
  needs: ['push', 'work'],
  check: async (context) => {
    const { changeMs, openMs } = context.times;
    await context.become(false);
    const stream = context.activation();
    await context.until(() => stream.received.length > 0, openMs); // some say nothing while idle
    const before = stream.received.length;
    await context.enqueue();
    const told = () => stream.received.slice(before).some(({ value }) => value.result);
    if (!await context.until(told, changeMs)) {
      throw new Violation({
        expected: `true within ${changeMs} ms after --enqueue`,
        seen: shownEnd(stream.ended),
        advice: 'watch the backend while a stream is open, or look at it every second',
      });
    }
  },
};
