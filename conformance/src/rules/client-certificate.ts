import { Violation } from '../finding';
import { timed } from '../keda/timed';
import { Rule } from '../rule';

export const CLIENT_CERTIFICATE: Rule = {
  name: 'client-certificate',
  title: 'a caller without a client certificate gets no answer',
  why: 'KEDA sends its certificate only if both tlsClientCert and tlsClientKey are there, and says nothing if not. A scaler that takes callers '
    + 'without one is open to everybody who reaches it, and a certificate that is missing is never noticed.',
  see: 'https://github.com/kedacore/keda/issues/7017',
  needs: ['client-certificate'],
  check: async (context) => {
    const stranger = context.connect(context.withoutCertificate());
    const { error } = await timed(() => stranger.getMetricSpec(context.ref));
    if (error === undefined) {
      throw new Violation({ expected: 'no answer without a client certificate', seen: 'an answer of GetMetricSpec', advice: 'demand and verify client certificates' });
    }
  },
};
