/** The certificates of one control plane: an own authority, one leaf for each identity, keys of service accounts. Nothing outside trusts them. */
import { generateKeyPairSync } from 'node:crypto';
import { generate } from 'selfsigned';

/** A certificate and its private key, PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a leaf certificate names. */
export interface Identity {
  /** The Kubernetes user. */
  readonly commonName: string;
  /** The Kubernetes group; default: none. */
  readonly organization?: string;
  /** Host names of a server; default: none. */
  readonly dnsNames?: readonly string[];
  /** Addresses of a server; default: none. */
  readonly addresses?: readonly string[];
}

/** Everything that is signed for one control plane. */
export interface Pki {
  readonly ca: KeyPair;
  readonly apiserver: KeyPair;
  /** Serving certificate of controller-manager, scheduler. */
  readonly component: KeyPair;
  readonly frontProxy: KeyPair;
  readonly admin: KeyPair;
  readonly controllerManager: KeyPair;
  readonly scheduler: KeyPair;
  /** KEDA's client identity: the service account that a Helm installation gives it, so that KEDA's own roles are what counts. */
  readonly kedaAccount: KeyPair;
  /** KEDA's serving and mutual TLS certificate of operator, adapter and webhooks. */
  readonly keda: KeyPair;
  readonly serviceAccounts: { readonly publicKey: string; readonly privateKey: string };
}

const DAYS = 365;

/** Makes all of it: elliptic-curve keys, because RSA keys take seconds. */
export async function createPki(): Promise<Pki> {
  const ca = await createAuthority('gpu-autoscaler-rehearsal');
  const leaf = (identity: Identity): Promise<KeyPair> => issue(ca, identity);
  const loopback = { dnsNames: ['localhost'], addresses: ['127.0.0.1'] };
  const [apiserver, component, frontProxy, admin, controllerManager, scheduler, kedaAccount, keda] = await Promise.all([
    leaf({ commonName: 'kube-apiserver', dnsNames: ['localhost', 'kubernetes.default.svc'], addresses: ['127.0.0.1', '10.96.0.1'] }),
    leaf({ commonName: 'component', ...loopback }),
    leaf({ commonName: 'front-proxy-client' }),
    leaf({ commonName: 'admin', organization: 'system:masters' }),
    leaf({ commonName: 'system:kube-controller-manager' }),
    leaf({ commonName: 'system:kube-scheduler' }),
    leaf({ commonName: 'system:serviceaccount:keda:keda-operator', organization: 'system:serviceaccounts' }),
    leaf({
      commonName: 'keda',
      dnsNames: ['localhost', 'keda-operator.keda.svc', 'keda-operator.keda.svc.cluster.local', 'keda-metrics-apiserver.keda.svc', 'keda-admission-webhooks.keda.svc'],
      addresses: ['127.0.0.1'],
    }),
  ]);
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  return { ca, apiserver, component, frontProxy, admin, controllerManager, scheduler, kedaAccount, keda, serviceAccounts: { publicKey, privateKey } };
}

/** A certificate authority that signs itself, or that another one has signed. */
export async function createAuthority(commonName: string, parent?: KeyPair): Promise<KeyPair> {
  const pems = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...validity(),
    ca: parent && { key: parent.key, cert: parent.certificate },
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, digitalSignature: true, critical: true },
    ],
  });
  return { certificate: pems.cert, key: pems.private };
}

/** A leaf certificate of the authority, for servers and clients alike. */
export async function issue(authority: KeyPair, identity: Identity): Promise<KeyPair> {
  const { commonName, organization, dnsNames = [], addresses = [] } = identity;
  const altNames = [...dnsNames.map((value) => ({ type: 2 as const, value })), ...addresses.map((ip) => ({ type: 7 as const, ip }))];
  const pems = await generate([...(organization === undefined ? [] : [{ name: 'organizationName', value: organization }]), { name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    ...validity(),
    ca: { key: authority.key, cert: authority.certificate },
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true, clientAuth: true },
      ...(altNames.length === 0 ? [] : [{ name: 'subjectAltName' as const, altNames }]),
    ],
  });
  return { certificate: pems.cert, key: pems.private };
}

/** From an hour ago, because clocks of virtual machines jump. */
function validity(): { notBeforeDate: Date; notAfterDate: Date } {
  const now = Date.now();
  return { notBeforeDate: new Date(now - 3_600_000), notAfterDate: new Date(now + DAYS * 86_400_000) };
}
