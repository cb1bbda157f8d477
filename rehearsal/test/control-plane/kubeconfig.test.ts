import { parse } from 'yaml';
import { kubeconfig } from '../../src/control-plane/kubeconfig';

const decoded = (data: string): string => Buffer.from(data, 'base64').toString();

test('holds everything inside: server, authority, certificate and key of the current context', () => {
  const config = parse(kubeconfig('rehearsal-a', 'https://127.0.0.1:1', 'CA', { certificate: 'CERT', key: 'KEY' }));
  expect(config['current-context']).toBe('rehearsal-a');
  expect(config.contexts).toEqual([{ name: 'rehearsal-a', context: { cluster: 'rehearsal-a', user: 'rehearsal-a', namespace: 'default' } }]);
  expect(config.clusters[0].cluster.server).toBe('https://127.0.0.1:1');
  expect(decoded(config.clusters[0].cluster['certificate-authority-data'])).toBe('CA');
  expect(decoded(config.users[0].user['client-certificate-data'])).toBe('CERT');
  expect(decoded(config.users[0].user['client-key-data'])).toBe('KEY');
});

test('names the namespace of objects that name none', () => {
  const config = parse(kubeconfig('c', 's', 'ca', { certificate: '', key: '' }, 'ml'));
  expect(config.contexts[0].context.namespace).toBe('ml');
});
