/** The kwok Stages of a control plane: how fake kubelets play nodes and pods. */
import { parseAllDocuments, stringify } from 'yaml';

/** Pods with this annotation (any value) are not touched by kwok: whoever sets it plays their kubelet. */
export const PLAYED_ANNOTATION = 'rehearsal.gpu-autoscaler/played';

interface Stage {
  kind?: unknown;
  spec: {
    resourceRef: { kind: string };
    selector?: { matchExpressions?: { key: string; operator: string; values?: readonly string[] }[] };
  };
}

/** The configuration file of kwok: stages of nodes as they are, stages of pods only for pods that nobody else plays. */
export function kwokConfiguration(nodeStages: string, podStages: string): string {
  return [...stages(nodeStages), ...stages(podStages).map(leavePlayedPods)].map((stage) => stringify(stage, { lineWidth: 0 })).join('---\n');
}

/** The stages of a YAML text, checked to be stages. */
export function stages(text: string): Stage[] {
  return parseAllDocuments(text).map((document) => {
    if (document.errors.length > 0) {
      throw new Error(`kwok stages are not YAML: ${document.errors[0].message}`);
    }
    return document.toJS() as Stage | null;
  }).filter((stage) => stage !== null).map((stage) => {
    if (stage.kind !== 'Stage' || stage.spec?.resourceRef === undefined) {
      throw new Error(`kwok stages hold an object of kind ${JSON.stringify(stage.kind)}: expected Stage objects of kwok.x-k8s.io/v1alpha1 with spec.resourceRef`);
    }
    return stage;
  });
}

function leavePlayedPods(stage: Stage): Stage {
  const expressions = stage.spec.selector?.matchExpressions ?? [];
  return {
    ...stage,
    spec: {
      ...stage.spec,
      selector: {
        ...stage.spec.selector,
        matchExpressions: [{ key: `.metadata.annotations["${PLAYED_ANNOTATION}"]`, operator: 'DoesNotExist' }, ...expressions],
      },
    },
  };
}
