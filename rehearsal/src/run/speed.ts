import { Manifest } from './manifests';

/** Durations that the API takes in whole seconds, at least this. */
const LEAST_SECONDS = 1;

/** What holds where manifests say nothing: it has to be divided as well. */
const POD_DEFAULT_GRACE = 30;
const KEDA_DEFAULTS = { pollingInterval: 30, cooldownPeriod: 300 };
const HPA_DEFAULTS = {
  scaleUp: { policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }] },
  scaleDown: { policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
};

/** `--horizontal-pod-autoscaler-downscale-stabilization` of the controller-manager, in seconds: for an HPA that says nothing else. */
export const DOWNSCALE_STABILIZATION = 300;

/** A manifest's durations divided, and what that distorts. */
export interface Sped {
  readonly objects: readonly Manifest[];
  readonly distortions: readonly string[];
}

/** What does not get faster, whatever the manifests say. */
const NOT_DIVIDED = [
  'Karpenter looks for empty nodes every 10 s and waits 15 s before it removes one',
  'Karpenter drains a node for at least 5 s',
  'the scaler shares a reading for 1 s, and KEDA asks at most once a second',
];

/** Divides every duration of the manifests by `speed`. */
export function speedUp(manifests: readonly Manifest[], speed: number): Sped {
  if (speed === 1) {
    return { objects: manifests, distortions: [] };
  }
  const rounded: string[] = [];
  const kept: string[] = [];
  const divide = (what: string, seconds: number, least: number = LEAST_SECONDS): number => {
    const exact = seconds / speed;
    const whole = Math.max(least, Math.round(exact));
    if (Math.abs(whole - exact) / exact > 0.1) {
      rounded.push(`${what} of ${seconds} s became ${whole} s instead of ${exact.toFixed(2)} s`);
    }
    return whole;
  };
  const objects = manifests.map((manifest) => {
    const object = structuredClone(manifest);
    const named = (field: string) => `${object.kind} ${object.metadata.name}: ${field}`;
    const whole = (holder: Manifest, field: string, least: number = LEAST_SECONDS) => {
      if (typeof holder?.[field] === 'number' && holder[field] > 0) {
        holder[field] = divide(named(field), holder[field], least);
      }
    };
    const text = (holder: Manifest, field: string) => {
      const seconds = parseDuration(holder?.[field]);
      if (seconds !== undefined && seconds > 0) {
        holder[field] = `${divide(named(field), seconds)}s`;
      }
    };
    switch (object.kind) {
      case 'ScaledObject': {
        object.spec = { ...KEDA_DEFAULTS, ...object.spec };
        ['pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod'].forEach((field) => whole(object.spec, field));
        const behavior = object.spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
        if (behavior !== undefined) {
          // Without one the HPA decides by other rules, whose only duration is a flag of the controller-manager.
          behavior.scaleUp = { ...structuredClone(HPA_DEFAULTS.scaleUp), ...behavior.scaleUp };
          behavior.scaleDown = { ...structuredClone(HPA_DEFAULTS.scaleDown), ...behavior.scaleDown };
          for (const rules of [behavior.scaleUp, behavior.scaleDown]) {
            whole(rules, 'stabilizationWindowSeconds');
            rules.policies.forEach((policy: Manifest) => whole(policy, 'periodSeconds'));
          }
        }
        object.spec.triggers.filter(({ type }: Manifest) => type === 'cron').forEach(() => kept.push(`${named('its cron trigger')} follows the clock on the wall`));
        break;
      }
      case 'NodePool':
        text(object.spec.disruption, 'consolidateAfter');
        (object.spec.disruption?.budgets ?? []).forEach((budget: Manifest) => leaveSchedule(named('disruption.budgets'), budget, kept));
        text(object.spec.template.spec, 'expireAfter');
        text(object.spec.template.spec, 'terminationGracePeriod');
        break;
      case 'KWOKNodeClass':
        text(object.spec, 'nodeRegistrationDelay');
        break;
      case 'Deployment': case 'DaemonSet': case 'StatefulSet': {
        const pod = object.spec.template.spec;
        pod.terminationGracePeriodSeconds ??= POD_DEFAULT_GRACE; // a default is divided like what is written
        whole(pod, 'terminationGracePeriodSeconds');
        break;
      }
      default:
    }
    return object;
  });
  const machine = `what this machine takes, such as the second from a decision to a running pod, counts ${speed} times`;
  return { objects, distortions: [...NOT_DIVIDED, machine, ...kept, ...new Set(rounded)] };
}

function leaveSchedule(what: string, budget: Manifest, kept: string[]): void {
  if (budget.schedule !== undefined) {
    kept.push(`${what} with a schedule follow the clock on the wall`);
  }
}

/** Reads a Go duration in hours, minutes, seconds and milliseconds, such as `90s` or `1h30m`; nothing for `Never` and whatever else is none. */
export function parseDuration(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^(?:([\d.]+)h)?(?:([\d.]+)m)?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/.exec(text) : null;
  if (match === null || match[0] === '') {
    return undefined;
  }
  const [hours, minutes, seconds, milliseconds] = match.slice(1).map((part = '0') => Number(part));
  const sum = hours * 3600 + minutes * 60 + seconds + milliseconds / 1000;
  return Number.isNaN(sum) ? undefined : sum;
}
