import { ISecret, k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ConnectionConfig, SCALER_RUNTIME } from '../contract';
import { requireText, requireWhole } from '../private/refuse';

/** One key of a Secret. */
export interface SecretKey {
  /** The Secret, in the scaler's namespace. */
  readonly secret: ISecret;
  /**
   * The key that holds the value.
   *
   * @default 'password'
   */
  readonly key?: string;
}

/** Options of `Connection.redis`. */
export interface RedisConnectionOptions {
  /** Host name as the scaler's pods resolve it; `service.namespace` for a Service of the cluster. */
  readonly host: string;

  /**
   * Port, 1 to 65535.
   *
   * @default 6379
   */
  readonly port?: number;

  /**
   * Database number, 0 or more.
   *
   * @default 0
   */
  readonly database?: number;

  /**
   * ACL user. It needs `+info +xinfo +xlen +xrange +xrevrange +xread +client|id +client|unblock` on the streams, and no more.
   *
   * @default - the server's default user
   */
  readonly username?: string;

  /**
   * The password. It stays in the Secret and in the scaler's pod: no trigger carries it.
   *
   * @default - no authentication
   */
  readonly password?: SecretKey;

  /**
   * Speak TLS and verify the server.
   *
   * @default false
   */
  readonly tls?: boolean;

  /**
   * PEM bundle that signed the server's certificate.
   *
   * @default - the system roots
   */
  readonly ca?: SecretKey;
}

/** A server that the scaler reads queues from. Workers name it by its key in `ExternalScalerProps.connections`. */
export abstract class Connection {
  /** A Redis server, 7.0 or newer. */
  public static redis(options: RedisConnectionOptions): Connection {
    return new RedisConnection(options);
  }

  /** What the scaler's configuration file says. @internal */
  public abstract _config(scope: Construct, name: string): ConnectionConfig;

  /** The Secrets that the scaler's pod mounts for it. @internal */
  public abstract _secrets(): k8s.VolumeProjection[];
}

const PASSWORD_FILE = 'password';
const CA_FILE = 'ca.crt';

class RedisConnection extends Connection {
  public constructor(private readonly options: RedisConnectionOptions) {
    super();
  }

  /** @internal */
  public _config(scope: Construct, name: string): ConnectionConfig {
    const { host, port = 6379, database = 0, username, password, tls = false, ca } = this.options;
    requireText(scope, `connections.${name}.host`, host);
    requireWhole(scope, `connections.${name}.port`, port, 1, 65535);
    requireWhole(scope, `connections.${name}.database`, database, 0);
    const directory = `${SCALER_RUNTIME.secretsDirectory}/${name}`;
    return {
      type: 'redis',
      host,
      port,
      database,
      username,
      passwordFile: password && `${directory}/${PASSWORD_FILE}`,
      tls,
      caFile: ca && `${directory}/${CA_FILE}`,
    };
  }

  /** @internal */
  public _secrets(): k8s.VolumeProjection[] {
    const { password, ca } = this.options;
    return [
      ...(password === undefined ? [] : [projection(password, PASSWORD_FILE, 'password')]),
      ...(ca === undefined ? [] : [projection(ca, CA_FILE, CA_FILE)]),
    ];
  }
}

function projection({ secret, key }: SecretKey, file: string, defaultKey: string): k8s.VolumeProjection {
  return { secret: { name: secret.name, items: [{ key: key ?? defaultKey, path: file }] } };
}
