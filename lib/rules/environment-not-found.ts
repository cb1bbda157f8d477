import { items, text } from './manifests/values';
import { Rule } from './rule';

const SUFFIX = 'FromEnv';

export const environmentNotFound: Rule = {
  name: 'environment-not-found',
  severity: 'error',
  summary: 'a trigger that takes a parameter from an environment variable which the container does not have',
  why: 'KEDA looks in one container: the first, or the one that envSourceContainerName names. It finds nothing, drops the parameter, and the trigger fails.',
  incident: 'https://github.com/kedacore/keda/issues/2045',
  check: ({ scalers }) => scalers.flatMap((scaler) => {
    const used = scaler.triggers.flatMap((trigger) => trigger.parameters
      .filter(([key, name]) => key.endsWith(SUFFIX) && name !== '')
      .map(([key]) => ({ trigger, key })));
    if (used.length === 0) {
      return [];
    }
    const source = text((scaler.object.spec?.scaleTargetRef ?? scaler.object.spec)?.envSourceContainerName);
    const container = scaler.target?.containers.find(({ spec }, index) => source === '' ? index === 0 : spec.name === source)?.spec;
    // What a ConfigMap or a Secret brings in is not among the names.
    if (container === undefined || items(container.envFrom).length > 0) {
      return [];
    }
    const names = items(container.env).map(({ name }) => text(name));
    return used.filter(({ trigger, key }) => !names.includes(trigger.metadata[key]))
      .map(({ trigger, key }) => scaler.violation(trigger.at(key), `a variable of the container ${text(container.name)} (${names.join(', ') || 'it has none'})`,
        'correct the name, or name the container with envSourceContainerName'));
  }),
};
