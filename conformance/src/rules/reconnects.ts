import { Violation } from '../finding';
import { Stream } from '../keda/stream';
import { timed } from '../keda/timed';
import { Rule } from '../rule';
import { problem } from '../shown';

const CONNECTIONS = 100;

export const RECONNECTS: Rule = {
  name: 'reconnects',
  title: `${CONNECTIONS} connections that come and go leave nothing behind`,
  why: 'From 2.21 on KEDA closes the connection of a ScaledObject that is alone on its address after every failed poll, with its streams open. '
    + 'A scaler that keeps something of each fills up: nothing ever tells it that an object is gone.',
  see: 'https://github.com/kedacore/keda/pull/8193',
  needs: [],
  check: async (context) => {
    for (let connection = 1; connection <= CONNECTIONS; connection++) {
      const client = context.connect();
      const stream = new Stream(client.streamIsActive(context.ref)); // a scaler without push ends it, which is fine
      const { error } = await timed(() => client.getMetricSpec(context.ref));
      stream.cancel();
      client.close();
      if (error !== undefined) {
        throw new Violation({
          expected: `an answer of GetMetricSpec on connection ${connection}, after the others were closed`,
          seen: problem(error),
          advice: 'forget everything about a stream when it is cancelled, and about a connection when it ends; let state of objects expire',
        });
      }
    }
  },
};
