import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { ColdStart } from './cold-start';

const PERIOD = 10;

/** A start may take this many times as long as usual before it is given up, and never less than `least` seconds. */
const PATIENCE = { factor: 3, least: 600 };

/** The probes of a worker. */
export interface Probes {
  readonly startupProbe?: k8s.Probe;
  readonly readinessProbe?: k8s.Probe;
  readonly livenessProbe?: k8s.Probe;
}

/** The startup probe holds the others back until the model is loaded: a liveness probe alone would kill a worker that still loads. */
export function probes(action: k8s.Probe | undefined, coldStart: ColdStart): Probes {
  if (action === undefined) {
    return {};
  }
  return {
    startupProbe: { periodSeconds: PERIOD, timeoutSeconds: 5, failureThreshold: Math.ceil(startPatience(coldStart.modelLoad) / PERIOD), ...action },
    readinessProbe: readiness(action),
    livenessProbe: { periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6, ...action },
  };
}

/** After how many seconds a start that usually takes `usual` is given up. */
export function startPatience(usual: Duration): number {
  return Math.max(PATIENCE.least, PATIENCE.factor * usual.toSeconds());
}

/** Whether the worker is ready. */
export function readiness(action: k8s.Probe): k8s.Probe {
  return { periodSeconds: PERIOD, timeoutSeconds: 5, failureThreshold: 3, ...action };
}
