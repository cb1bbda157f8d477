import { number } from './manifests/values';
import { Manifest, Rule } from './rule';

/** Kubernetes' defaults. */
const DEFAULTS = { initialDelaySeconds: 0, periodSeconds: 10, failureThreshold: 3 };

/** What a model of some gigabytes takes at least, loaded and compiled. Seconds. */
const LEAST = 120;

export const livenessBeforeModel: Rule = {
  name: 'liveness-before-model',
  severity: 'warning',
  summary: 'GPU workers of a ScaledObject or an HPA with a liveness probe that fails within two minutes of the start, and no startup probe',
  why: 'The probe is not answered while the model loads, so the kubelet restarts the worker before it is ready, again and again, on a GPU that is paid for.',
  incident: 'https://github.com/kserve/kserve/issues/5062',
  check: ({ scalings }) => scalings.filter(({ target }) => target.isGpu).flatMap(({ target }) => target.containers
    .filter(({ spec }) => isProbe(spec.livenessProbe) && !isProbe(spec.startupProbe))
    .flatMap(({ spec, path }) => patience(spec.livenessProbe) >= LEAST ? []
      : [target.violation([...path, 'startupProbe'], `one that waits for the model; the livenessProbe gives up after ${patience(spec.livenessProbe)} s`,
        'add a startupProbe of the same kind with periodSeconds: 10 and failureThreshold: 60')])),
};

function isProbe(probe: unknown): boolean {
  return typeof probe === 'object' && probe !== null;
}

/** How long a container that does not answer is left alive. Seconds. */
function patience(probe: Manifest): number {
  const value = (field: keyof typeof DEFAULTS) => number(probe[field]) ?? DEFAULTS[field];
  return value('initialDelaySeconds') + value('periodSeconds') * value('failureThreshold');
}
