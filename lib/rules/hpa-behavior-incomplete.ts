import { items, valueAt } from './manifests/values';
import { View } from './manifests/view';
import { Path, Rule, Violation } from './rule';

const DIRECTIONS = ['scaleUp', 'scaleDown'];

export const hpaBehaviorIncomplete: Rule = {
  name: 'hpa-behavior-incomplete',
  severity: 'warning',
  summary: "a ScaledObject or an HPA of GPU workers without the HPA's behavior for both directions",
  why: 'By default the HPA doubles every 15 seconds while the first pods still load their model, keeps the highest wish of five minutes, then lets go of everything at once.',
  incident: 'https://github.com/vllm-project/aibrix/issues/2670',
  check: ({ scaledObjects, autoscalers }) => {
    // An HPA beside a ScaledObject has to go: hpa-beside-scaled-object tells that.
    const scaledByKeda = new Set(scaledObjects.map(({ target }) => target));
    return [
      ...scaledObjects.filter(({ isGpu, maxReplicas }) => isGpu && maxReplicas > 1)
        .flatMap((scaled) => incomplete(scaled, ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior'])),
      // One that KServe made is not its user's to change.
      ...autoscalers.filter((hpa) => hpa.target?.isGpu === true && hpa.maxReplicas > 1 && !scaledByKeda.has(hpa.target) && !hpa.isOwnedBy('InferenceService'))
        .flatMap((hpa) => incomplete(hpa, ['spec', 'behavior'])),
    ];
  },
};

function incomplete(scaling: View, at: Path): readonly Violation[] {
  const behavior = valueAt(scaling.object, at);
  return DIRECTIONS.filter((direction) => behavior?.[direction]?.selectPolicy !== 'Disabled'
    && (items(behavior?.[direction]?.policies).length === 0 || behavior[direction].stabilizationWindowSeconds === undefined))
    .map((direction) => scaling.violation([...at, direction], 'policies and a stabilizationWindowSeconds',
      direction === 'scaleUp' ? 'write out how many pods may be added in which time' : 'write out how many pods may go in which time, after a window of at least 300 seconds',
      behavior?.[direction]));
}
