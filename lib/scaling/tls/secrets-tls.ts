import { ISecret } from 'cdk8s-plus-28';

/** Options of `ScalerTls.secrets`. */
export interface SecretsTlsOptions {
  /**
   * The scaler's certificate, in the scaler's namespace. Its names include the host of `ExternalScaler.address`, and its `ca.crt`
   * signed KEDA's certificate.
   */
  readonly serverSecret: ISecret;

  /** KEDA's certificate, in the namespace of each worker. Its `ca.crt` signed the scaler's certificate. */
  readonly clientSecret: ISecret;
}
