import { setTimeout as sleep } from 'node:timers/promises';
import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem } from '../shown';

export const QUIET_CONNECTION: Rule = {
  name: 'quiet-connection',
  title: 'a connection on which nothing was said for a while still works',
  why: 'KEDA polls every 30 s by default and sends no keepalive pings between. A connection that was dropped without a word costs it minutes, '
    + 'until the timeouts of TCP.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go',
  needs: [],
  check: async (context) => {
    await context.spec();
    await sleep(context.times.quietMs);
    const { error } = await timed(() => context.keda.getMetricSpec(context.ref));
    if (error !== undefined) {
      throw new Violation({
        expected: `an answer after ${context.times.quietMs} ms without calls or pings`,
        seen: problem(error),
        advice: 'demand no pings of clients; end idle connections with GOAWAY, if at all; look at what proxies and firewalls between do',
      });
    }
  },
};
