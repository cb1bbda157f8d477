import { number, text } from './manifests/values';
import { Rule } from './rule';

export const fallbackRefused: Rule = {
  name: 'fallback-refused',
  severity: 'error',
  summary: 'a fallback that KEDA refuses or silently switches off',
  why: 'With cpu and memory triggers alone, or with a number below 0, it is refused; with a fraction as scalingModifiers.target it is read as none; behavior scalingModifiers wants a formula.',
  incident: 'https://github.com/kedacore/keda/issues/5666',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec }) => Boolean(spec.fallback)).flatMap((scaled) => [
    ...['failureThreshold', 'replicas'].filter((field) => (number(scaled.spec.fallback[field]) ?? 0) < 0)
      .map((field) => scaled.violation(['spec', 'fallback', field], '0 or more', 'correct it')),
    ...(scaled.triggers.length > 0 && scaled.triggers.every(({ isResource }) => isResource)
      ? [scaled.violation(['spec', 'fallback'], 'none, because cpu and memory triggers have no fallback', 'remove it')] : []),
    ...(/\.\d*[1-9]/.test(text(scaled.spec.advanced?.scalingModifiers?.target))
      ? [scaled.violation(['spec', 'advanced', 'scalingModifiers', 'target'], 'a whole number, because there is a fallback', 'multiply target and formula by 10 or 100')] : []),
    ...(scaled.spec.fallback.behavior === 'scalingModifiers' && text(scaled.spec.advanced?.scalingModifiers?.formula) === ''
      ? [scaled.violation(['spec', 'fallback', 'behavior'], 'another one, because there is no scalingModifiers.formula', 'set behavior: currentReplicasIfHigher, or write the formula')] : []),
  ]),
};
