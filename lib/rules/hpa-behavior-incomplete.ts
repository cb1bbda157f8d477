import { items } from './manifests/values';
import { Rule } from './rule';

const DIRECTIONS = ['scaleUp', 'scaleDown'];

export const hpaBehaviorIncomplete: Rule = {
  name: 'hpa-behavior-incomplete',
  severity: 'warning',
  summary: "a ScaledObject of GPU workers without the HPA's behavior for both directions",
  why: 'By default the HPA doubles every 15 seconds while the first pods still load their model, keeps the highest wish of five minutes, then lets go of everything at once.',
  incident: 'https://github.com/vllm-project/aibrix/issues/2670',
  check: ({ scaledObjects }) => scaledObjects.filter(({ isGpu, maxReplicas }) => isGpu && maxReplicas > 1).flatMap((scaled) => {
    const behavior = scaled.spec.advanced?.horizontalPodAutoscalerConfig?.behavior;
    return DIRECTIONS.filter((direction) => behavior?.[direction]?.selectPolicy !== 'Disabled'
      && (items(behavior?.[direction]?.policies).length === 0 || behavior[direction].stabilizationWindowSeconds === undefined))
      .map((direction) => scaled.violation(['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', direction], 'policies and a stabilizationWindowSeconds',
        direction === 'scaleUp' ? 'write out how many pods may be added in which time' : 'write out how many pods may go in which time, after a window of at least 300 seconds',
        behavior?.[direction]));
  }),
};
