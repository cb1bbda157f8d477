import { ISecret } from 'cdk8s-plus-28';

/**
 * Mutual TLS between KEDA and the scaler. Each Secret holds `tls.crt`, `tls.key` and `ca.crt`, as cert-manager writes them.
 */
export interface ScalerTls {
  /**
   * The scaler's certificate, in the scaler's namespace. Its names include the host of `ExternalScaler.address`, and its `ca.crt`
   * signed KEDA's certificate.
   */
  readonly serverSecret: ISecret;

  /** KEDA's certificate, in the namespace of each worker. Its `ca.crt` signed the scaler's certificate. */
  readonly clientSecret: ISecret;
}
