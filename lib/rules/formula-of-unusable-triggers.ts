import { text } from './manifests/values';
import { Rule } from './rule';

export const formulaOfUnusableTriggers: Rule = {
  name: 'formula-of-unusable-triggers',
  severity: 'error',
  summary: 'a scalingModifiers.formula beside triggers without a name, or with the name of a cpu or memory trigger in it',
  why: 'The admission webhook refuses it: a formula knows triggers by their names, and cpu and memory not at all.',
  incident: 'https://github.com/kedacore/keda/issues/6938',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec }) => text(spec.advanced?.scalingModifiers?.formula) !== '').flatMap((scaled) => {
    const used = new Set(text(scaled.spec.advanced.scalingModifiers.formula).match(/[A-Za-z_]\w*/g));
    return [
      ...scaled.triggers.filter(({ isResource, spec }) => !isResource && text(spec.name) === '')
        .map(({ path }) => scaled.violation([...path, 'name'], 'a name, because there is a formula', 'name the trigger, and use the name in the formula')),
      ...scaled.triggers.filter(({ isResource, spec }) => isResource && used.has(text(spec.name)))
        .map(({ type, path }) => scaled.violation([...path, 'name'], `no ${type} trigger in the formula`, 'take it out of the formula: the HPA looks at it by itself')),
    ];
  }),
};
