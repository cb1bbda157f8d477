import { MountSecret } from './connection-definition';
import { KafkaAuthenticationConfig } from '../../contract';
import { SecretKey } from '../secret-key';

/** How the scaler proves itself to Kafka brokers, by SASL. The password stays in the Secret and in the scaler's pod, where it may be exchanged. */
export class KafkaAuthentication {
  /**
   * A user and its password, which the broker gets as it is: only over TLS, or in a network that nobody listens in.
   *
   * @param username not empty
   * @param password of a Secret, under the key `password` if no other is given
   */
  public static plain(username: string, password: SecretKey): KafkaAuthentication {
    return new KafkaAuthentication('plain', username, password);
  }

  /**
   * A user that proves that it has the password, by SCRAM-SHA-256.
   *
   * @param username not empty
   * @param password of a Secret, under the key `password` if no other is given
   */
  public static scramSha256(username: string, password: SecretKey): KafkaAuthentication {
    return new KafkaAuthentication('scram-sha-256', username, password);
  }

  /**
   * A user that proves that it has the password, by SCRAM-SHA-512.
   *
   * @param username not empty
   * @param password of a Secret, under the key `password` if no other is given
   */
  public static scramSha512(username: string, password: SecretKey): KafkaAuthentication {
    return new KafkaAuthentication('scram-sha-512', username, password);
  }

  private constructor(
    private readonly type: KafkaAuthenticationConfig['type'], private readonly username: string, private readonly password: SecretKey,
  ) {}

  /** What the scaler's configuration file says. @internal */
  public _config(mount: MountSecret): KafkaAuthenticationConfig {
    const { type, username } = this;
    return { type, username, passwordFile: mount('password', this.password)! };
  }
}
