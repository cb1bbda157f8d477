/** How far one decision may go: the policies of `behavior` against the changes of their periods. */
import { ScalingPolicy, ScalingRules } from './behavior';

/** A change of the replicas, in either direction. */
export interface ScalingEvent {
  readonly change: number;
  /** Seconds. */
  readonly time: number;
}

/** What the controller has changed lately. */
export interface ScalingHistory {
  readonly ups: readonly ScalingEvent[];
  readonly downs: readonly ScalingEvent[];
}

/** The most replicas that scaling up may reach now. */
export function scaleUpLimit(spec: number, rules: Required<ScalingRules>, history: ScalingHistory, now: number): number {
  const limit = (policy: ScalingPolicy): number => {
    const start = periodStart(spec, policy, history, now);
    // In plain doubles, as the controller does it: 100 x 1.1 is a little more than 110, so the limit is 111.
    return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
  };
  return select(spec, rules, limit, Math.max, Math.min);
}

/** The fewest replicas that scaling down may reach now. */
export function scaleDownLimit(spec: number, rules: Required<ScalingRules>, history: ScalingHistory, now: number): number {
  const limit = (policy: ScalingPolicy): number => {
    const start = periodStart(spec, policy, history, now);
    return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
  };
  return select(spec, rules, limit, Math.min, Math.max);
}

function select(
  spec: number, rules: Required<ScalingRules>, limit: (policy: ScalingPolicy) => number,
  most: (...limits: number[]) => number, least: (...limits: number[]) => number,
): number {
  if (rules.selectPolicy === 'Disabled') {
    return spec;
  }
  const limits = rules.policies.map(limit);
  return rules.selectPolicy === 'Min' ? least(...limits) : most(...limits);
}

/** The replicas at the beginning of the policy's period. */
function periodStart(spec: number, { periodSeconds }: ScalingPolicy, { ups, downs }: ScalingHistory, now: number): number {
  const within = (events: readonly ScalingEvent[]) =>
    events.filter(({ time }) => time > now - periodSeconds).reduce((sum, { change }) => sum + change, 0);
  return spec - within(ups) + within(downs);
}
