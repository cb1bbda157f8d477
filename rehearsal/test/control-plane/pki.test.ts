import { X509Certificate } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { connect, createServer, TLSSocket } from 'node:tls';
import { createAuthority, createPki, issue, KeyPair } from '../../src/control-plane/pki';

/** A mutual TLS handshake on loopback: resolves with the common name that the server saw, or rejects as the client does. */
function handshake(server: KeyPair, client: KeyPair, trusted: string, servername: string): Promise<string> {
  return new Promise((done, failed) => {
    const options = { cert: server.certificate, key: server.key, ca: trusted, requestCert: true, rejectUnauthorized: true };
    const listener = createServer(options, (socket: TLSSocket) => {
      socket.on('error', () => undefined);
      socket.end(String(socket.getPeerCertificate().subject.CN));
    });
    listener.on('tlsClientError', () => undefined);
    listener.listen(0, '127.0.0.1', () => {
      const socket = connect({ port: (listener.address() as AddressInfo).port, host: '127.0.0.1', cert: client.certificate, key: client.key, ca: trusted, servername });
      let text = '';
      socket.on('data', (data) => {
        text += String(data);
      });
      socket.on('error', (error) => listener.close(() => failed(error)));
      socket.on('end', () => listener.close(() => done(text)));
    });
  });
}

test('leaf certificates pass a mutual TLS handshake under their authority', async () => {
  const ca = await createAuthority('ca');
  const server = await issue(ca, { commonName: 'server', dnsNames: ['keda-operator.keda.svc'], addresses: ['127.0.0.1'] });
  const client = await issue(ca, { commonName: 'client' });
  await expect(handshake(server, client, ca.certificate, 'keda-operator.keda.svc')).resolves.toBe('client');
  await expect(handshake(server, client, ca.certificate, 'another.name')).rejects.toThrow(/altnames/);
});

test('a certificate of another authority of the same name is refused', async () => {
  const [ca, other] = await Promise.all([createAuthority('ca'), createAuthority('ca')]);
  const server = await issue(other, { commonName: 'server', dnsNames: ['localhost'] });
  const client = await issue(ca, { commonName: 'client' });
  await expect(handshake(server, client, ca.certificate, 'localhost')).rejects.toThrow();
});

describe('the PKI of a control plane', () => {
  let pki: Awaited<ReturnType<typeof createPki>>;
  beforeAll(async () => {
    pki = await createPki();
  });

  test('every leaf is signed by the authority, is no authority itself, and holds now', () => {
    const ca = new X509Certificate(pki.ca.certificate);
    expect(ca.ca).toBe(true);
    const { ca: _authority, serviceAccounts: _keys, ...leaves } = pki;
    for (const { certificate } of Object.values(leaves)) {
      const leaf = new X509Certificate(certificate);
      expect(leaf.verify(ca.publicKey)).toBe(true);
      expect(leaf.checkIssued(ca)).toBe(true);
      expect(leaf.ca).toBe(false);
      expect(new Date(leaf.validFrom).getTime()).toBeLessThan(Date.now());
      expect(new Date(leaf.validTo).getTime()).toBeGreaterThan(Date.now() + 300 * 86_400_000);
    }
  });

  test.each([
    ['admin', 'O=system:masters\nCN=admin'],
    ['controllerManager', 'CN=system:kube-controller-manager'],
    ['scheduler', 'CN=system:kube-scheduler'],
    ['frontProxy', 'CN=front-proxy-client'],
    ['kedaAccount', 'O=system:serviceaccounts\nCN=system:serviceaccount:keda:keda-operator'],
  ] as const)('%s is known to Kubernetes as %s', (name, subject) => {
    expect(new X509Certificate(pki[name].certificate).subject).toBe(subject);
  });

  test.each(['localhost', 'keda-operator.keda.svc', 'keda-metrics-apiserver.keda.svc', 'keda-admission-webhooks.keda.svc'])('KEDA serves as %s', (host) => {
    expect(new X509Certificate(pki.keda.certificate).checkHost(host)).toBe(host);
  });

  test('API server and components serve on 127.0.0.1', () => {
    for (const { certificate } of [pki.apiserver, pki.component, pki.keda]) {
      expect(new X509Certificate(certificate).checkIP('127.0.0.1')).toBe('127.0.0.1');
    }
  });
});
