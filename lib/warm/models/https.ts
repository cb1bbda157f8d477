import { ModelOptions } from './model-options';
import { SecretKey } from '../../scaling/secret-key';

/** One file of a model that comes from HTTP servers. */
export interface HttpsModelFileOptions {
  /** Where it is fetched from. Without credentials and signatures, which everybody could read in the ConfigMap. */
  readonly url: string;

  /** Where it stands in the model's folder, a relative path. */
  readonly path: string;

  /** SHA-256 of its content, 64 hexadecimal digits in lower case. */
  readonly sha256: string;
}

/** Options of `CachedModel.https`. */
export interface HttpsModelOptions extends ModelOptions {
  /** At least one. */
  readonly files: HttpsModelFileOptions[];

  /**
   * A bearer token for all of the servers; the key `token` of its Secret unless it says otherwise.
   *
   * @default - none
   */
  readonly token?: SecretKey;
}
