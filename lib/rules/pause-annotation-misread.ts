import { Rule } from './rule';

const PAUSED = 'autoscaling.keda.sh/paused';
const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';

/** What Go reads as false. */
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** What Go reads as true. */
const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];

export const pauseAnnotationMisread: Rule = {
  name: 'pause-annotation-misread',
  severity: 'error',
  summary: 'an annotation that pauses a ScaledObject or a ScaledJob although it says that it does not',
  why: 'KEDA takes anything but a boolean for true, and paused-replicas pauses whatever paused says: nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/7774',
  check: ({ scalers }) => scalers.flatMap((scaler) => {
    const paused = scaler.annotation(PAUSED);
    const at = (name: string) => ['metadata', 'annotations', name];
    if (paused !== undefined && ![...TRUE, ...FALSE].includes(paused)) {
      return [scaler.violation(at(PAUSED), '"true" or "false"', 'correct it, or remove it: what is not paused needs no annotation')];
    }
    return paused === undefined || !FALSE.includes(paused) || scaler.annotation(PAUSED_REPLICAS) === undefined ? []
      : [scaler.violation(at(PAUSED_REPLICAS), `none beside ${PAUSED}: "${paused}"`, 'remove it')];
  }),
};
