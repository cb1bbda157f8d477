import { workersWithPlaceholders } from './manifests/placeholders';
import { Rule } from './rule';

export const workerBelowPlaceholder: Rule = {
  name: 'worker-below-placeholder',
  severity: 'error',
  summary: 'GPU workers whose priority is not above that of the placeholder pods of their pool',
  why: 'The placeholder does not give way: the worker waits for a new machine beside a GPU that is kept free for it.',
  incident: 'https://github.com/kubernetes/autoscaler/pull/742',
  check: (manifests) => workersWithPlaceholders(manifests).flatMap(({ worker, held }) => {
    const value = manifests.priorityOf(worker);
    const blocking = value === undefined ? undefined : held.find(({ priority }) => value <= priority.object.value)?.priority;
    return blocking === undefined ? []
      : [worker.violation([...worker.podPath, 'priorityClassName'], `a priority above ${blocking.object.value}, that of the PriorityClass ${blocking.name}`, 'leave it out, for 0, or take a higher class')];
  }),
};
