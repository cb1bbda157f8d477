import { Rule } from './rule';

export const fallbackWithoutEffect: Rule = {
  name: 'fallback-without-effect',
  severity: 'warning',
  summary: 'a fallback for external triggers only',
  why: 'When an external scaler cannot be reached, KEDA fails before it counts failures: the fallback never comes, and the replicas stay as they are.',
  incident: 'https://github.com/kedacore/keda/issues/8056',
  check: ({ scaledObjects }) => scaledObjects
    .filter(({ spec, triggers }) => Boolean(spec.fallback) && triggers.length > 0 && triggers.every(({ isExternal }) => isExternal))
    .map((scaled) => scaled.violation(['spec', 'fallback'], 'none', 'remove it, and run two replicas of the external scaler')),
};
