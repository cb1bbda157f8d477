import { ISecret } from 'cdk8s-plus-28';

/** One key of a Secret. */
export interface SecretKey {
  /** The Secret, in the namespace of the pods that read it. */
  readonly secret: ISecret;
  /**
   * The key that holds the value.
   *
   * @default - `password` for a password, `token` for a token, `credentials` for credentials, `ca.crt` for a CA bundle, the header's name for a header, `headers` for headers: the name that the property says
   */
  readonly key?: string;
}
