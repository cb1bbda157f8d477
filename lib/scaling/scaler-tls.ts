import { CertManagerTls, CertManagerTlsOptions } from './tls/cert-manager-tls';
import { SecretsTlsOptions } from './tls/secrets-tls';
import { TlsBinding, TlsServer } from './tls/tls-binding';

/** Mutual TLS between KEDA and the scaler: each demands a certificate of the other, and verifies it. */
export class ScalerTls {
  /**
   * Certificates of cert-manager 1.15 or newer: one for the scaler, and one for KEDA in the namespace of each worker.
   *
   * A ScaledJob whose first call fails is not tried again by KEDA, so apply the scaler first, and wait for its Certificates to be Ready.
   *
   * @see https://cert-manager.io/docs/usage/certificate/
   */
  public static certManager(options: CertManagerTlsOptions = {}): ScalerTls {
    return new ScalerTls((server) => new CertManagerTls(server, options));
  }

  /** Certificates from elsewhere. Each Secret holds `tls.crt`, `tls.key` and `ca.crt`, as cert-manager writes them. */
  public static secrets(options: SecretsTlsOptions): ScalerTls {
    return new ScalerTls(() => ({ serverSecretName: options.serverSecret.name, clientSecretName: () => options.clientSecret.name }));
  }

  /** Plain text: for a service mesh that encrypts by itself, or a trial. Whoever reaches the scaler from KEDA's namespace is answered. */
  public static none(): ScalerTls {
    return new ScalerTls(() => undefined);
  }

  private constructor(private readonly definition: (server: TlsServer) => TlsBinding | undefined) {}

  /** The Secrets of a scaler; nothing in plain text. @internal */
  public _bind(server: TlsServer): TlsBinding | undefined {
    return this.definition(server);
  }
}
