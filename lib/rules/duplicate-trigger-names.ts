import { text } from './manifests/values';
import { Rule } from './rule';

export const duplicateTriggerNames: Rule = {
  name: 'duplicate-trigger-names',
  severity: 'error',
  summary: 'two triggers of one name',
  why: 'The admission webhook refuses them: a formula could not tell them apart.',
  incident: 'https://github.com/kedacore/keda/issues/4664',
  check: ({ scaledObjects }) => scaledObjects.flatMap((scaled) => {
    const names = scaled.triggers.map(({ spec }) => text(spec.name));
    return scaled.triggers.filter((_, index) => names[index] !== '' && names.indexOf(names[index]) !== index)
      .map(({ path }) => scaled.violation([...path, 'name'], 'a name that no other trigger has', 'rename it'));
  }),
};
