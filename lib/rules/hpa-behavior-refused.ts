import { items, number } from './manifests/values';
import { Rule } from './rule';

/** What the API server admits. Seconds. */
const MOST = { stabilizationWindowSeconds: 3600, periodSeconds: 1800 };

export const hpaBehaviorRefused: Rule = {
  name: 'hpa-behavior-refused',
  severity: 'error',
  summary: 'behavior of the HPA beyond what Kubernetes admits',
  why: 'The API server refuses the HPA that KEDA makes of it, and the ScaledObject is not Ready: the workload goes from 0 to 1 and no further.',
  incident: 'https://github.com/kedacore/keda/issues/4976',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => {
    const behavior = scaled.spec.advanced?.horizontalPodAutoscalerConfig?.behavior ?? {};
    return ['scaleUp', 'scaleDown'].flatMap((direction) => {
      const at = ['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior', direction];
      const window = number(behavior[direction]?.stabilizationWindowSeconds) ?? 0;
      return [
        ...(window < 0 || window > MOST.stabilizationWindowSeconds
          ? [scaled.violation([...at, 'stabilizationWindowSeconds'], `0 to ${MOST.stabilizationWindowSeconds}`, 'shorten it')] : []),
        ...items(behavior[direction]?.policies).flatMap(({ periodSeconds, value }, index) => [
          ...((number(periodSeconds) ?? 1) < 1 || (number(periodSeconds) ?? 1) > MOST.periodSeconds
            ? [scaled.violation([...at, 'policies', index, 'periodSeconds'], `1 to ${MOST.periodSeconds}`, 'shorten it, and lower the value with it')] : []),
          ...((number(value) ?? 1) < 1 ? [scaled.violation([...at, 'policies', index, 'value'], 'at least 1', 'raise it, or set selectPolicy: Disabled')] : []),
        ]),
      ];
    });
  }),
};
