import { nearest } from './manifests/nearest';
import { Workload } from './manifests/workload';
import { Rule } from './rule';

export const targetMisspelt: Rule = {
  name: 'target-misspelt',
  // What is meant may exist in the cluster, and only be like what is among the manifests.
  severity: 'warning',
  summary: 'a ScaledObject on a workload that is not there, in the namespace of one that differs by a letter or two and that nothing scales',
  why: 'KEDA finds nothing under that name. The ScaledObject is not Ready, and the workload stays as it is.',
  incident: 'https://github.com/kedacore/keda/issues/2632',
  check: ({ scaledObjects, workloads }) => {
    const missing = scaledObjects.filter(({ target }) => target === undefined);
    const scaled = new Set(missing.length === 0 ? [] : scaledObjects.flatMap(({ target }) => target ?? []));
    const idle = new Map<string, string[]>();
    for (const workload of missing.length === 0 ? [] : workloads.filter((each) => !scaled.has(each))) {
      idle.set(place(workload), [...idle.get(place(workload)) ?? [], workload.name]);
    }
    return missing.flatMap((each) => {
      const [kind, name] = each.targetName.split(' ');
      const near = nearest(name, idle.get(`${each.namespace} ${kind}`) ?? []);
      return near === undefined ? [] : [each.violation(['spec', 'scaleTargetRef', 'name'], `a ${kind} that exists, such as ${near}`, `write ${near}`)];
    });
  },
};

function place({ namespace, kind }: Workload): string {
  return `${namespace} ${kind}`;
}
