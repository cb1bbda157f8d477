import { placeholders } from './manifests/placeholders';
import { Rule } from './rule';

export const workerBelowPlaceholder: Rule = {
  name: 'worker-below-placeholder',
  severity: 'error',
  summary: 'GPU workers of a ScaledObject whose priority is not above that of the placeholder pods of their pool',
  why: 'The placeholder does not give way: the worker waits for a new machine beside a GPU that is kept free for it.',
  incident: 'https://github.com/kubernetes/autoscaler/pull/742',
  check: (manifests) => {
    const held = placeholders(manifests).flatMap(({ workload, priority }) => manifests.poolsOf(workload).map((pool) => ({ pool, priority })));
    // What is scaled by the clock alone does no work: those are placeholders themselves.
    const working = manifests.scaledObjects.filter(({ triggers }) => triggers.some(({ type }) => type !== 'cron'));
    const scaled = held.length === 0 ? [] : working.flatMap(({ target }) => target ?? []).filter(({ isGpu }) => isGpu);
    return scaled.flatMap((worker) => {
      const value = manifests.priorityOf(worker);
      const blocking = value === undefined ? undefined
        : held.find(({ pool, priority }) => value <= priority.object.value && manifests.poolsOf(worker).includes(pool));
      return blocking === undefined ? []
        : [worker.violation([...worker.podPath, 'priorityClassName'], `a priority above ${blocking.priority.object.value}, that of the PriorityClass ${blocking.priority.name}`, 'leave it out, for 0, or take a higher class')];
    });
  },
};
