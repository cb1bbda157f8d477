import { ManifestSet } from './manifest-set';
import { text } from './values';
import { Plain } from './view';
import { Workload } from './workload';

/** Pods that hold a GPU for others: their priority is below that of every pod that says nothing. */
export interface Placeholder {
  readonly workload: Workload;
  readonly priority: Plain;
}

/** The placeholder workloads whose PriorityClass is among the manifests. */
export function placeholders(manifests: ManifestSet): readonly Placeholder[] {
  const classes = new Map(manifests.all('PriorityClass').filter(({ object }) => object.value < 0).map((priority) => [priority.name, priority]));
  return manifests.workloads.filter(({ isGpu }) => isGpu).flatMap((workload) => {
    const priority = classes.get(text(workload.pod.priorityClassName));
    return priority === undefined ? [] : [{ workload, priority }];
  });
}
