import { status } from '@grpc/grpc-js';
import { Violation } from '../finding';
import { Rule } from '../rule';
import { shown, shownEnd } from '../shown';

export const STREAM_METRIC_SPEC: Rule = {
  name: 'stream-metric-spec',
  title: 'StreamMetricSpec gives at once what GetMetricSpec gives, or is UNIMPLEMENTED',
  why: 'From 2.21 on KEDA takes the streamed specs in place of GetMetricSpec and writes them to the HPA. Where the two differ, the target jumps '
    + 'with every error and restart. On UNIMPLEMENTED it goes on without.',
  see: 'https://github.com/kedacore/keda/pull/7794',
  needs: ['push'],
  check: async (context) => {
    const { openMs } = context.times;
    const before = await context.spec();
    const stream = context.specs();
    await context.until(() => stream.received.length > 0 || stream.ended !== undefined, openMs);
    const after = await context.spec();
    const { received: [first], ended } = stream;
    if (first === undefined && ended !== undefined && ended !== 'OK' && ended.code === status.UNIMPLEMENTED) {
      return;
    }
    const expected = `${shown(after)} within ${openMs} ms, or UNIMPLEMENTED`;
    const advice = 'send the current specs when the stream is opened, and let GetMetricSpec give what was sent last; or leave the call out';
    if (first === undefined) {
      throw new Violation({ expected, seen: shownEnd(ended), advice });
    }
    // Between the two calls the target may have changed.
    if (![before, after].map(shown).includes(shown(first.value.metricSpecs[0]))) {
      throw new Violation({ expected, seen: shown(first.value.metricSpecs), advice });
    }
  },
};
