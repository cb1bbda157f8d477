import { credentials } from '@grpc/grpc-js';
import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';

export const PLAINTEXT_REFUSED: Rule = {
  name: 'plaintext-refused',
  title: 'a caller without TLS gets no answer',
  why: 'KEDA falls back to plain text without an error when a Secret with certificates is missing and enableTLS is not set: only the scaler can '
    + 'refuse it.',
  see: 'https://github.com/kedacore/keda/blob/v2.21.0/pkg/scaling/resolver/scale_resolvers.go',
  needs: ['tls'],
  check: async (context) => {
    const plain = context.connect(credentials.createInsecure());
    const { error } = await timed(() => plain.getMetricSpec(context.ref));
    if (error === undefined) {
      throw new Violation({ expected: 'no answer over plain text', seen: 'an answer of GetMetricSpec', advice: 'listen with TLS only' });
    }
  },
};
