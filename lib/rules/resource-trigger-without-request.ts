import { text } from './manifests/values';
import { Manifest, Rule } from './rule';

/** What KEDA's webhook looks into. */
const KINDS = ['Deployment', 'StatefulSet'];

export const resourceTriggerWithoutRequest: Rule = {
  name: 'resource-trigger-without-request',
  // A LimitRange that is not among the manifests may fill it in.
  severity: 'warning',
  summary: 'a cpu or memory trigger on containers that request none',
  why: 'The utilization is a share of the request. Without one the admission webhook refuses the ScaledObject, or the HPA never has a value.',
  incident: 'https://github.com/kedacore/charts/issues/420',
  check: (manifests) => {
    const filledIn = new Set(manifests.all('LimitRange').map(({ namespace }) => namespace));
    return manifests.scaledObjects.filter(({ namespace }) => !filledIn.has(namespace)).flatMap(({ target, triggers }) =>
      target === undefined || !KINDS.includes(target.kind) ? [] : triggers.filter(({ isResource }) => isResource).flatMap(({ type, metadata }) => {
        const only = text(metadata.containerName);
        return only === '' && isSet(target.pod.resources, type) ? [] : target.containers
          .filter(({ spec }) => (only === '' || spec.name === only) && !isSet(spec.resources, type))
          .map(({ path }) => target.violation([...path, 'resources', 'requests', type], `an amount, because a ${type} trigger scales it`, `request what the container needs of ${type}`));
      }));
  },
};

/** A limit is a request too where there is none. */
function isSet(resources: Manifest, type: string): boolean {
  return resources?.requests?.[type] !== undefined || resources?.limits?.[type] !== undefined;
}
