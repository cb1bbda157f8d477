/** kubeconfig files with everything inside: they can be copied and mounted. */
import { stringify } from 'yaml';
import type { KeyPair } from './pki';

/**
 * The kubeconfig of one identity. `server` is a URL; `authority` is the PEM of the certificate authority; `namespace` is where objects go that name none.
 */
export function kubeconfig(cluster: string, server: string, authority: string, identity: KeyPair, namespace = 'default'): string {
  return stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: cluster, cluster: { 'server': server, 'certificate-authority-data': base64(authority) } }],
    'users': [{ name: cluster, user: { 'client-certificate-data': base64(identity.certificate), 'client-key-data': base64(identity.key) } }],
    'contexts': [{ name: cluster, context: { cluster, user: cluster, namespace } }],
    'current-context': cluster,
  }, { lineWidth: 0 });
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
