import { text } from './manifests/values';
import { Manifest, Rule } from './rule';

/** The Deployment of a part of an InferenceService. */
const PART = /^(.+)-(predictor|transformer|explainer)$/;

const AUTOSCALER_CLASS = 'serving.kserve.io/autoscalerClass';

/** Classes with which KServe makes no autoscaler. */
const LEFT_TO_OTHERS = ['external', 'none'];

export const inferenceServiceScalesToo: Rule = {
  name: 'inference-service-scales-too',
  severity: 'error',
  summary: 'a ScaledObject on the Deployment of a KServe InferenceService that has an autoscaler of its own',
  why: 'KServe makes an HPA for the Deployment, unless told not to. KEDA refuses to scale what an HPA scales already, or the two set the replicas in turn.',
  incident: 'https://github.com/kserve/kserve/issues/5196',
  check: (manifests) => manifests.scaledObjects.flatMap((scaled) => {
    const [, name, part] = PART.exec(text(scaled.spec.scaleTargetRef?.name)) ?? [];
    const service = manifests.find('InferenceService', scaled.namespace, name);
    // The ScaledObject that KServe makes is among the objects that kubectl get prints.
    return service === undefined || scaled.isOwnedBy('InferenceService') || leavesAlone(service, part) ? []
      : [{
        object: service,
        path: ['metadata', 'annotations', AUTOSCALER_CLASS],
        expected: `"external", because the ScaledObject ${scaled.name} scales ${scaled.targetName}`,
        fix: `annotate ${AUTOSCALER_CLASS}: external, or remove the ScaledObject and let KServe make one with the class keda`,
      }];
  }),
};

/** Whether KServe makes no autoscaler for a part: it is told so, for all of them or for this one, or the part runs on several nodes. */
function leavesAlone({ metadata, spec }: Manifest, part: string): boolean {
  const { annotations, workerSpec } = spec?.[part] ?? {};
  return workerSpec !== undefined || LEFT_TO_OTHERS.includes(text({ ...metadata.annotations, ...annotations }[AUTOSCALER_CLASS]));
}
