import { takenTwice } from './manifests/scaled-object';
import { Rule } from './rule';

export const hpaNameTakenTwice: Rule = {
  name: 'hpa-name-taken-twice',
  severity: 'error',
  summary: 'two ScaledObjects whose HPAs have one name',
  why: 'KEDA writes that one HPA for the one and for the other in turn, and each workload is scaled half of the time; the admission webhook refuses the second.',
  incident: 'https://github.com/kedacore/keda/issues/6130',
  check: ({ scaledObjects }) => takenTwice(scaledObjects, ({ hpaName }) => hpaName).map(({ scaled, other }) =>
    scaled.violation(['spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name'], `another name than that of the HPA of the ScaledObject ${other}`,
      'rename it, or leave it out: KEDA names it after the ScaledObject', scaled.hpaName)),
};
