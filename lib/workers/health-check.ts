import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { requireText, requireWhole } from '../private/refuse';

/** Options of `HealthCheck.http`. */
export interface HttpHealthCheckOptions {
  /**
   * Port that the worker serves it on, 1 to 65535.
   *
   * @default 8080
   */
  readonly port?: number;

  /**
   * Path that answers 200 once the model is loaded.
   *
   * @default '/healthz'
   */
  readonly path?: string;
}

/** How the kubelet finds out that a worker has loaded its model and is alive. */
export abstract class HealthCheck {
  /** A GET that answers 200 to 399 once the model is loaded. */
  public static http(options: HttpHealthCheckOptions = {}): HealthCheck {
    return new ActionCheck((scope) => {
      const { port = 8080, path = '/healthz' } = options;
      requireWhole(scope, 'healthCheck.port', port, 1, 65535);
      requireText(scope, 'healthCheck.path', path);
      return { httpGet: { path, port: k8s.IntOrString.fromNumber(port) } };
    });
  }

  /** A command inside the container that ends with 0 once the model is loaded. */
  public static command(...command: string[]): HealthCheck {
    return new ActionCheck((scope) => {
      requireText(scope, 'healthCheck.command', command[0]);
      return { exec: { command } };
    });
  }

  /** No probe: a worker counts as ready when its process starts, and one that hangs is never restarted. */
  public static none(): HealthCheck {
    return new ActionCheck(() => undefined);
  }

  /** The action of the probes, or nothing. @internal */
  public abstract _action(scope: Construct): k8s.Probe | undefined;
}

class ActionCheck extends HealthCheck {
  public constructor(private readonly render: (scope: Construct) => k8s.Probe | undefined) {
    super();
  }

  /** @internal */
  public _action(scope: Construct): k8s.Probe | undefined {
    return this.render(scope);
  }
}
