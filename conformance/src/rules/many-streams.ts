import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem, shownEnd } from '../shown';

/** As many as in KEDA's own test. */
const STREAMS = 500;

export const MANY_STREAMS: Rule = {
  name: 'many-streams',
  title: `${STREAMS} streams on one connection leave room for calls`,
  why: "KEDA has one connection for all ScaledObjects of an address. A server that allows 100 streams on it, the default of .NET's Kestrel for "
    + 'one, leaves every poll of every ScaledObject waiting behind them for ever.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler_test.go',
  needs: ['push'],
  check: async (context) => {
    const streams = Array.from({ length: STREAMS }, (_, index) => context.activation(`${context.ref.name}-${index}`));
    await context.until(() => streams.every(({ received, ended }) => received.length > 0 || ended !== undefined), context.times.openMs);
    const refused = streams.filter(({ ended }) => ended !== undefined && ended !== 'OK');
    const advice = 'set the limit of concurrent streams of a connection (MAX_CONCURRENT_STREAMS) to 10,000, or none';
    if (refused.length > 0) {
      throw new Violation({ expected: `${STREAMS} open streams`, seen: `${refused.length} of them ended, the first: ${shownEnd(refused[0].ended)}`, advice });
    }
    const { error } = await timed(() => context.keda.getMetricSpec(context.ref));
    if (error !== undefined) {
      throw new Violation({ expected: `an answer of GetMetricSpec beside ${STREAMS} streams`, seen: problem(error), advice });
    }
  },
};
