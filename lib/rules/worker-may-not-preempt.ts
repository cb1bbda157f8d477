import { workersWithPlaceholders } from './manifests/placeholders';
import { Plain } from './manifests/view';
import { Rule } from './rule';

export const workerMayNotPreempt: Rule = {
  name: 'worker-may-not-preempt',
  severity: 'error',
  summary: 'GPU workers whose PriorityClass never preempts, with placeholder pods in their pool',
  why: 'A placeholder gives way to a pod that preempts it. To this one it does not: the worker waits for a new machine beside a GPU that is kept free for it.',
  incident: 'https://github.com/kubernetes/autoscaler/issues/4111',
  check: (manifests) => workersWithPlaceholders(manifests).flatMap(({ worker, held }) => {
    const priority = manifests.find('PriorityClass', 'default', worker.pod.priorityClassName);
    return priority?.preemptionPolicy !== 'Never' ? []
      : [new Plain(priority).violation(['preemptionPolicy'], `PreemptLowerPriority, because ${held[0].workload.kind} ${held[0].workload.name} keeps places for ${worker.kind} ${worker.name}`,
        'remove it: PreemptLowerPriority is the default')];
  }),
};
