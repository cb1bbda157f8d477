import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { TlsBinding, TlsServer } from './tls-binding';
import {
  Certificate, CertificateSpec, CertificateSpecPrivateKeyAlgorithm, CertificateSpecPrivateKeyRotationPolicy, CertificateSpecUsages, Issuer,
} from '../../../imports/cert-manager.io';
import { requireNamespace } from '../../private/names';
import { refuse, requireSeconds, requireText } from '../../private/refuse';

/** Who signs certificates, as cert-manager's `issuerRef` says it. */
export interface CertManagerIssuer {
  /** Name of the issuer. */
  readonly name: string;

  /**
   * Its kind: `Issuer`, `ClusterIssuer`, or one of an external issuer. An `Issuer` is in the scaler's namespace, and serves the workers of that one only.
   *
   * @default 'Issuer'
   */
  readonly kind?: string;

  /**
   * Its API group, for an external issuer.
   *
   * @default 'cert-manager.io'
   */
  readonly group?: string;
}

/** Options of `ScalerTls.certManager`. */
export interface CertManagerTlsOptions {
  /**
   * Who signs both certificates: a CA of yours, Vault, or another that puts its `ca.crt` into the Secrets, which ACME does not. Whoever has a
   * certificate for clients from it may ask the scaler.
   *
   * @default - a CA of the scaler's own, which signs for nobody else; workers have to be in the scaler's namespace
   * @see https://cert-manager.io/docs/configuration/issuers/
   */
  readonly issuer?: CertManagerIssuer;

  /**
   * For how long the scaler's certificate is valid, at least an hour. It is renewed when a third is left, with a new key, and taken up by itself.
   *
   * @default Duration.days(90)
   */
  readonly serverDuration?: Duration;

  /**
   * For how long KEDA's certificates are valid, at least an hour. They are renewed when a third is left, with a new key. KEDA's polls take a renewed
   * one up by themselves; its push streams do so only when the operator restarts or the ScaledObject changes, and until then the first job waits
   * for a poll once the former one has expired. So it is long.
   *
   * @default Duration.days(365)
   */
  readonly clientDuration?: Duration;
}

/** cert-manager refuses shorter ones. Seconds. */
const LEAST_DURATION = 3600;

const PRIVATE_KEY = { algorithm: CertificateSpecPrivateKeyAlgorithm.ECDSA, size: 256 };

/** The certificates and keys of a scaler and of KEDA, signed and renewed by cert-manager. */
export class CertManagerTls implements TlsBinding {
  public readonly serverSecretName: string;

  private readonly issuer: Required<CertManagerIssuer>;
  private readonly clientDuration: Duration;

  /** The Secrets with KEDA's certificate, by namespace. */
  private readonly clientSecrets = new Map<string, string>();

  public constructor(private readonly server: TlsServer, options: CertManagerTlsOptions) {
    const { scope, name, namespace, host } = server;
    const { issuer, serverDuration = Duration.days(90), clientDuration = Duration.days(365) } = options;
    requireSeconds(scope, 'tls.serverDuration', serverDuration.toSeconds({ integral: false }), LEAST_DURATION);
    requireSeconds(scope, 'tls.clientDuration', clientDuration.toSeconds({ integral: false }), LEAST_DURATION);
    if (issuer !== undefined) {
      requireText(scope, 'tls.issuer.name', issuer.name);
    }
    this.clientDuration = clientDuration;
    const { name: issuerName, kind = 'Issuer', group = 'cert-manager.io' } = issuer ?? this.ownAuthority();
    this.issuer = { name: issuerName, kind, group };
    this.serverSecretName = this.certificate(scope, 'ServerCertificate', `${name}-server`, serverDuration, {
      dnsNames: [host, `${name}.${namespace}.svc`],
      usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.SERVER_AUTH],
    });
  }

  /** KEDA's certificate is where its TriggerAuthentication is; one serves all workers of a namespace. */
  public clientSecretName(worker: Construct): string {
    const namespace = requireNamespace(worker);
    const known = this.clientSecrets.get(namespace);
    if (known !== undefined) {
      return known;
    }
    const { scope, name } = this.server;
    const isNeighbour = namespace === this.server.namespace;
    if (!isNeighbour && this.issuer.kind === 'Issuer') {
      refuse(worker, 'scaler', scope.node.path, `a scaler of the namespace ${namespace}, because the Issuer ${this.issuer.name} of its certificates serves only ${this.server.namespace}`,
        "give the scaler tls: ScalerTls.certManager({ issuer: { kind: 'ClusterIssuer', name: ... } }), or this namespace a scaler of its own");
    }
    const [owner, id] = isNeighbour ? [scope, 'ClientCertificate'] : [Chart.of(worker), `${name}-keda`];
    const secretName = this.certificate(owner, id, `${name}-keda`, this.clientDuration, {
      commonName: 'keda-operator',
      usages: [CertificateSpecUsages.DIGITAL_SIGNATURE, CertificateSpecUsages.CLIENT_AUTH],
    });
    this.clientSecrets.set(namespace, secretName);
    return secretName;
  }

  /**
   * A CA that signs itself. Its key stays when its certificate is renewed: what was signed before and what is signed after trust each other.
   *
   * @see https://cert-manager.io/docs/configuration/selfsigned/#bootstrapping-ca-issuers
   */
  private ownAuthority(): CertManagerIssuer {
    const { scope, name, labels } = this.server;
    const issuer = `${name}-ca`;
    new Issuer(scope, 'SelfSignedIssuer', { metadata: { name: `${name}-self-signed`, labels }, spec: { selfSigned: {} } });
    new Certificate(scope, 'CaCertificate', {
      metadata: { name: issuer, labels },
      spec: {
        secretName: issuer,
        issuerRef: { name: `${name}-self-signed`, kind: 'Issuer', group: 'cert-manager.io' },
        isCa: true,
        commonName: issuer,
        ...validity(Duration.days(3650)),
        privateKey: { ...PRIVATE_KEY, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.NEVER },
      },
    });
    new Issuer(scope, 'CaIssuer', { metadata: { name: issuer, labels }, spec: { ca: { secretName: issuer } } });
    return { name: issuer };
  }

  private certificate(
    owner: Construct, id: string, name: string, duration: Duration, spec: Pick<CertificateSpec, 'commonName' | 'dnsNames' | 'usages'>,
  ): string {
    const secretName = `${name}-tls`;
    new Certificate(owner, id, {
      metadata: { name, labels: this.server.labels },
      spec: {
        secretName,
        issuerRef: this.issuer,
        ...spec,
        ...validity(duration),
        privateKey: { ...PRIVATE_KEY, rotationPolicy: CertificateSpecPrivateKeyRotationPolicy.ALWAYS },
      },
    });
    return secretName;
  }
}

/** With the third that is left, cert-manager has time to try again and somebody to look why it fails. */
function validity(duration: Duration): Pick<CertificateSpec, 'duration' | 'renewBefore'> {
  const seconds = duration.toSeconds();
  return { duration: `${seconds}s`, renewBefore: `${Math.floor(seconds / 3)}s` };
}
