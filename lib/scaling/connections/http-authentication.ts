import { MountSecret } from './connection-definition';
import { HttpAuthenticationConfig } from '../../contract';
import { SecretKey } from '../secret-key';

/** How the scaler proves itself to an HTTP server. What it needs stays in the Secret and in the scaler's pod, where it may be exchanged. */
export class HttpAuthentication {
  /** `Authorization: Bearer`, with the token of a Secret, under the key `token` if no other is given. */
  public static bearer(token: SecretKey): HttpAuthentication {
    return new HttpAuthentication((mount) => ({ type: 'bearer', tokenFile: mount('token', token)! }));
  }

  /**
   * `Authorization: Basic`.
   *
   * @param username not empty
   * @param password of a Secret, under the key `password` if no other is given
   */
  public static basic(username: string, password: SecretKey): HttpAuthentication {
    return new HttpAuthentication((mount) => ({ type: 'basic', username, passwordFile: mount('password', password)! }));
  }

  private constructor(private readonly definition: (mount: MountSecret) => HttpAuthenticationConfig) {}

  /** What the scaler's configuration file says. @internal */
  public _config(mount: MountSecret): HttpAuthenticationConfig {
    return this.definition(mount);
  }
}
