/** The `behavior` of an autoscaling/v2 HPA, as a manifest has it, and as the API server completes it. */

/** What a scaling policy limits. */
export interface ScalingPolicy {
  readonly type: 'Pods' | 'Percent';
  /** More than 0. */
  readonly value: number;
  /** 1 to 1800. */
  readonly periodSeconds: number;
}

/** The rules of one direction; what is missing is filled in by the API server. */
export interface ScalingRules {
  /** 0 to 3600. */
  readonly stabilizationWindowSeconds?: number;
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled';
  readonly policies?: readonly ScalingPolicy[];
  /** Part of the target within which nothing changes. */
  readonly tolerance?: number;
}

/** Both directions; what is missing is filled in by the API server. */
export interface Behavior {
  readonly scaleUp?: ScalingRules;
  readonly scaleDown?: ScalingRules;
}

/** The controller's `--horizontal-pod-autoscaler-tolerance`. */
export const TOLERANCE = 0.1;

/** The controller's `--horizontal-pod-autoscaler-downscale-stabilization`. Seconds. */
export const DOWNSCALE_STABILIZATION = 300;

/** Both directions with nothing missing. */
export interface CompleteBehavior {
  readonly scaleUp: Required<ScalingRules>;
  readonly scaleDown: Required<ScalingRules>;
}

const DEFAULTS: CompleteBehavior = {
  scaleUp: {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
    tolerance: TOLERANCE,
  },
  scaleDown: {
    stabilizationWindowSeconds: DOWNSCALE_STABILIZATION,
    selectPolicy: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    tolerance: TOLERANCE,
  },
};

/** Fills in what the API server would; it does so only where `behavior` is present at all. */
export function completeBehavior(behavior: Behavior): CompleteBehavior {
  return { scaleUp: { ...DEFAULTS.scaleUp, ...behavior.scaleUp }, scaleDown: { ...DEFAULTS.scaleDown, ...behavior.scaleDown } };
}
