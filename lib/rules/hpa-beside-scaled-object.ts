import { text } from './manifests/values';
import { Rule } from './rule';

/** KEDA takes an HPA over when told to, and when its own would have the same name. */
const TRANSFER = 'scaledobject.keda.sh/transfer-hpa-ownership';

export const hpaBesideScaledObject: Rule = {
  name: 'hpa-beside-scaled-object',
  severity: 'error',
  summary: 'a HorizontalPodAutoscaler on the workload of a ScaledObject',
  why: 'KEDA makes an HPA of its own for every ScaledObject. Two on one workload set its replicas in turn, to different numbers.',
  incident: 'https://github.com/kedacore/keda/issues/3087',
  check: (manifests) => {
    const scaledBy = new Map(manifests.scaledObjects.map((scaled) => [`${scaled.namespace} ${scaled.targetName}`, scaled]));
    return manifests.autoscalers.flatMap((hpa) => {
      const { kind, name } = hpa.object.spec?.scaleTargetRef ?? {};
      const scaled = scaledBy.get(`${hpa.namespace} ${text(kind)} ${text(name)}`);
      return scaled === undefined || (scaled.annotation(TRANSFER) === 'true' && scaled.hpaName === hpa.name) ? []
        : [hpa.violation(['spec', 'scaleTargetRef', 'name'], `a workload that the ScaledObject ${scaled.name} does not scale already`, 'remove the HPA, and make its metrics triggers of the ScaledObject')];
    });
  },
};
