import { MountSecret } from './connection-definition';
import { NatsAuthenticationConfig } from '../../contract';
import { SecretKey } from '../secret-key';

/** How the scaler proves itself to a NATS server. What it needs stays in the Secret and in the scaler's pod, where it may be exchanged. */
export class NatsAuthentication {
  /**
   * A credentials file as `nsc` writes it, under the key `credentials` if no other is given.
   *
   * @see https://docs.nats.io/using-nats/developer/connecting/creds
   */
  public static credentials(credentials: SecretKey): NatsAuthentication {
    return new NatsAuthentication((mount) => ({ type: 'credentials', credentialsFile: mount('credentials', credentials)! }));
  }

  /**
   * A user and its password.
   *
   * @param username not empty
   * @param password of a Secret, under the key `password` if no other is given
   */
  public static password(username: string, password: SecretKey): NatsAuthentication {
    return new NatsAuthentication((mount) => ({ type: 'password', username, passwordFile: mount('password', password)! }));
  }

  /** A token, under the key `token` if no other is given. */
  public static token(token: SecretKey): NatsAuthentication {
    return new NatsAuthentication((mount) => ({ type: 'token', tokenFile: mount('token', token)! }));
  }

  private constructor(private readonly definition: (mount: MountSecret) => NatsAuthenticationConfig) {}

  /** What the scaler's configuration file says. @internal */
  public _config(mount: MountSecret): NatsAuthenticationConfig {
    return this.definition(mount);
  }
}
