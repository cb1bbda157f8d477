import { Manifest } from './manifests';

/** Durations that the API takes in whole seconds, at least this. */
const LEAST_SECONDS = 1;

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
      if (seconds !== undefined) {
        holder[field] = `${divide(named(field), seconds)}s`;
      }
    };
    switch (object.kind) {
      case 'ScaledObject': {
        ['pollingInterval', 'cooldownPeriod', 'initialCooldownPeriod'].forEach((field) => whole(object.spec, field));
        const behavior = object.spec.advanced?.horizontalPodAutoscalerConfig?.behavior ?? {};
        for (const rules of [behavior.scaleUp, behavior.scaleDown]) {
          whole(rules, 'stabilizationWindowSeconds');
          (rules?.policies ?? []).forEach((policy: Manifest) => whole(policy, 'periodSeconds'));
        }
        break;
      }
      case 'NodePool':
        text(object.spec.disruption, 'consolidateAfter');
        text(object.spec.template.spec, 'expireAfter');
        text(object.spec.template.spec, 'terminationGracePeriod');
        break;
      case 'KWOKNodeClass':
        text(object.spec, 'nodeRegistrationDelay');
        break;
      case 'Deployment': case 'DaemonSet':
        whole(object.spec.template.spec, 'terminationGracePeriodSeconds');
        break;
      default:
    }
    return object;
  });
  return { objects, distortions: [...NOT_DIVIDED, ...new Set(rounded)] };
}

/** Reads a Go duration of whole parts, such as `90s` or `1h30m`; nothing for `Never` and whatever else is none. */
export function parseDuration(text: unknown): number | undefined {
  const match = typeof text === 'string' ? /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text) : null;
  if (match === null || match[0] === '') {
    return undefined;
  }
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
