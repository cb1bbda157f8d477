import { text } from './manifests/values';
import { Rule } from './rule';

export const formulaWithoutTarget: Rule = {
  name: 'formula-without-target',
  severity: 'error',
  summary: 'a scalingModifiers.formula without a target above 0',
  why: 'The HPA would have nothing to divide by: the admission webhook refuses it.',
  incident: 'https://github.com/kedacore/keda/pull/4821',
  check: ({ scaledObjects }) => scaledObjects.filter(({ spec }) => text(spec.advanced?.scalingModifiers?.formula) !== '' && !(Number(spec.advanced.scalingModifiers.target) > 0))
    .map((scaled) => scaled.violation(['spec', 'advanced', 'scalingModifiers', 'target'], 'a number above 0, because there is a formula', 'set target: "1" if the formula gives replicas')),
};
