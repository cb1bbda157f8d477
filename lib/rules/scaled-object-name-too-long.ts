import { text } from './manifests/values';
import { Rule } from './rule';

/** KEDA names the HPA `keda-hpa-NAME`, and neither may exceed 63 characters. */
const MOST = 63;
const PREFIX = 'keda-hpa-';

export const scaledObjectNameTooLong: Rule = {
  name: 'scaled-object-name-too-long',
  severity: 'error',
  summary: 'a ScaledObject whose name leaves none for its HPA',
  why: 'KEDA cannot make the HPA, whose name has at most 63 characters: the workload goes from 0 to 1 and no further.',
  incident: 'https://github.com/kedacore/keda/issues/6998',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => {
    const hpa = text(scaled.spec.advanced?.horizontalPodAutoscalerConfig?.name);
    if (hpa.length > MOST) {
      return [scaled.violation(['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'], `at most ${MOST} characters`, 'shorten it')];
    }
    const most = hpa === '' ? MOST - PREFIX.length : MOST;
    return scaled.name.length > most
      ? [scaled.violation(['metadata', 'name'], `at most ${most} characters`, hpa === '' ? 'shorten it, or set advanced.horizontalPodAutoscalerConfig.name' : 'shorten it')] : [];
  }),
};
