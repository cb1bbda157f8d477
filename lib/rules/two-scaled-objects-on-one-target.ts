import { takenTwice } from './manifests/scaled-object';
import { Rule } from './rule';

export const twoScaledObjectsOnOneTarget: Rule = {
  name: 'two-scaled-objects-on-one-target',
  severity: 'error',
  summary: 'two ScaledObjects that scale the same workload',
  why: 'Each makes an HPA, and the two pull the replicas to and fro; the admission webhook refuses the second.',
  incident: 'https://github.com/kedacore/keda/issues/3755',
  check: ({ scaledObjects }) => takenTwice(scaledObjects, ({ targetName }) => targetName).map(({ scaled, other }) =>
    scaled.violation(['spec', 'scaleTargetRef', 'name'], `a workload that the ScaledObject ${other} does not scale already`,
      `make its triggers further triggers of ${other}, and remove this one`)),
};
