import { Rule } from './rule';

export const twoScaledObjectsOnOneTarget: Rule = {
  name: 'two-scaled-objects-on-one-target',
  severity: 'error',
  summary: 'two ScaledObjects that scale the same workload',
  why: 'Each makes an HPA, and the two pull the replicas to and fro; the admission webhook refuses the second.',
  incident: 'https://github.com/kedacore/keda/issues/3755',
  check: ({ scaledObjects }) => {
    const first = new Map<string, string>();
    return scaledObjects.flatMap((scaled) => {
      const target = `${scaled.namespace} ${scaled.targetName}`;
      const other = first.get(target);
      first.set(target, other ?? scaled.name);
      // The same one again, from another file.
      return other === undefined || other === scaled.name ? []
        : [scaled.violation(['spec', 'scaleTargetRef', 'name'], `a workload that the ScaledObject ${other} does not scale already`, `make its triggers further triggers of ${other}, and remove this one`)];
    });
  },
};
