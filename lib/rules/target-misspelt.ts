import { nearest } from './manifests/nearest';
import { Workload } from './manifests/workload';
import { Rule } from './rule';

export const targetMisspelt: Rule = {
  name: 'target-misspelt',
  // What is meant may exist in the cluster, and only be like what is among the manifests.
  severity: 'warning',
  summary: 'a ScaledObject on a workload that is not there, beside one that nothing scales: in its namespace and called almost the same, or in another one and called the same',
  why: 'KEDA finds nothing under that name. The ScaledObject is not Ready, and the workload stays as it is.',
  incident: 'https://github.com/kedacore/keda/issues/2632',
  check: ({ scaledObjects, workloads }) => {
    const missing = scaledObjects.filter(({ target }) => target === undefined);
    const scaled = new Set(missing.length === 0 ? [] : scaledObjects.flatMap(({ target }) => target ?? []));
    const candidates = missing.length === 0 ? [] : workloads.filter((each) => !scaled.has(each));
    const idle = new Map<string, string[]>();
    for (const workload of candidates) {
      const names = idle.get(place(workload)) ?? [];
      idle.set(place(workload), names);
      names.push(workload.name);
    }
    const homes = new Map(candidates.filter(({ namesNamespace }) => namesNamespace).map(({ kind, name, namespace }) => [`${kind} ${name}`, namespace]));
    const inhabited = new Set(workloads.map(({ namespace }) => namespace));
    return missing.flatMap((each) => {
      const [kind, name] = each.targetName.split(' ');
      const near = nearest(name, idle.get(`${each.namespace} ${kind}`) ?? []);
      if (near !== undefined) {
        return [each.violation(['spec', 'scaleTargetRef', 'name'], `a ${kind} that exists, such as ${near}`, `write ${near}`)];
      }
      const elsewhere = each.namesNamespace && !inhabited.has(each.namespace) ? homes.get(each.targetName) : undefined;
      return elsewhere === undefined ? []
        : [each.violation(['metadata', 'namespace'], `${elsewhere}, the namespace of ${kind} ${name}`, `write ${elsewhere}: a ScaledObject scales what is in its own namespace`)];
    });
  },
};

function place({ namespace, kind }: Workload): string {
  return `${namespace} ${kind}`;
}
