import { k8s } from 'cdk8s-plus-28';
import { ConnectionConfig, SCALER_RUNTIME } from '../contract';
import { ConnectionDefinition } from './connections/connection-definition';
import { RedisConnectionOptions } from './connections/redis';

/** A server that the scaler reads queues from. Workers name it by its key in `ExternalScalerProps.connections`. */
export class Connection {
  /** A Redis server, 7.0 or newer. */
  public static redis({ host, port = 6379, database = 0, username, password, tls = false, ca }: RedisConnectionOptions): Connection {
    return new Connection((mount) => ({
      type: 'redis', host, port, database, username, passwordFile: mount('password', password), tls, caFile: mount('ca.crt', ca),
    }));
  }

  private constructor(private readonly definition: ConnectionDefinition) {}

  /** What the scaler's configuration file says. @internal */
  public _config(name: string): ConnectionConfig {
    return this.definition((usualKey, secret) => secret && `${SCALER_RUNTIME.secretsDirectory}/${name}/${usualKey}`);
  }

  /** The Secrets that the scaler's pod mounts for it. @internal */
  public _secrets(): k8s.VolumeProjection[] {
    const projections: k8s.VolumeProjection[] = [];
    this.definition((usualKey, secret) => {
      if (secret !== undefined) {
        projections.push({ secret: { name: secret.secret.name, items: [{ key: secret.key ?? usualKey, path: usualKey }] } });
      }
      return undefined;
    });
    return projections;
  }
}
