import { text } from './manifests/values';
import { Rule } from './rule';

/** Words of the language of formulas that are no names. */
const WORDS = ['and', 'or', 'not', 'in', 'true', 'false', 'nil', 'if', 'else', 'matches', 'contains', 'startsWith', 'endsWith'];

export const formulaOfUnusableTriggers: Rule = {
  name: 'formula-of-unusable-triggers',
  severity: 'error',
  summary: 'a scalingModifiers.formula with a name that no trigger has, or a cpu or memory trigger has, or beside triggers without a name',
  why: 'The admission webhook refuses it: a formula knows triggers by their names, and cpu and memory not at all.',
  incident: 'https://github.com/kedacore/keda/issues/6938',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec }) => text(spec.advanced?.scalingModifiers?.formula) !== '').flatMap((scaled) => {
    const used = namesIn(text(scaled.spec.advanced.scalingModifiers.formula));
    const names = scaled.triggers.map(({ spec }) => text(spec.name)).filter((name) => name !== '');
    return [
      ...scaled.triggers.filter(({ isResource, spec }) => !isResource && text(spec.name) === '')
        .map(({ path }) => scaled.violation([...path, 'name'], 'a name, because there is a formula', 'name the trigger, and use the name in the formula')),
      ...scaled.triggers.filter(({ isResource, spec }) => isResource && used.includes(text(spec.name)))
        .map(({ type, path }) => scaled.violation([...path, 'name'], `no ${type} trigger in the formula`, 'take it out of the formula: the HPA looks at it by itself')),
      ...used.filter((name) => !names.includes(name)).slice(0, 1)
        .map((name) => scaled.violation(['spec', 'advanced', 'scalingModifiers', 'formula'], `the name of a trigger (${names.join(', ') || 'none has one'})`, 'correct it', name)),
    ];
  }),
};

/** The names that a formula uses and does not give itself: no functions, no fields and no texts. */
function namesIn(formula: string): readonly string[] {
  const code = formula.replace(/"[^"]*"|'[^']*'|`[^`]*`/g, '""');
  return /\blet\b/.test(code) ? [] : [...code.matchAll(/(?<![\w.#])[A-Za-z_]\w*(?!\w)(?!\s*\()/g)].map(([name]) => name).filter((name) => !WORDS.includes(name));
}
