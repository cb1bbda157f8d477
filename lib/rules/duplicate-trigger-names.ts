import { text } from './manifests/values';
import { Rule } from './rule';

export const duplicateTriggerNames: Rule = {
  name: 'duplicate-trigger-names',
  severity: 'error',
  summary: 'two triggers of one name',
  why: 'The admission webhook refuses them: a formula could not tell them apart.',
  incident: 'https://github.com/kedacore/keda/issues/4664',
  check: ({ scalers }) => scalers.flatMap((scaler) => {
    const names = scaler.triggers.map(({ spec }) => text(spec.name));
    return scaler.triggers.filter((_, index) => names[index] !== '' && names.indexOf(names[index]) !== index)
      .map(({ path }) => scaler.violation([...path, 'name'], 'a name that no other trigger has', 'rename it'));
  }),
};
