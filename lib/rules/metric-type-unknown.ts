import { nearest } from './manifests/nearest';
import { text } from './manifests/values';
import { Rule } from './rule';

const OF_RESOURCES = ['Utilization', 'AverageValue'];
const OF_OTHERS = ['AverageValue', 'Value'];

export const metricTypeUnknown: Rule = {
  name: 'metric-type-unknown',
  severity: 'error',
  summary: 'a metricType of a ScaledObject that the HPA does not know, or that cpu and memory do not have',
  why: 'KEDA hands it on as it is. The API server refuses the HPA, or KEDA the trigger, and nothing is scaled.',
  incident: 'https://github.com/kedacore/keda/issues/2200',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => scaled.triggers.flatMap(({ isResource, type, spec, path }) => {
    const got = text(spec.metricType);
    const known = isResource ? OF_RESOURCES : OF_OTHERS;
    // Utilization has a rule of its own.
    return got === '' || known.includes(got) || got === 'Utilization' ? []
      : [scaled.violation([...path, 'metricType'], `${known.join(' or ')} on a ${type} trigger`, `write ${nearest(got, known) ?? known[0]}`)];
  })),
};
