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
  return classes.size === 0 ? [] : manifests.workloads.filter(({ isGpu }) => isGpu).flatMap((workload) => {
    const priority = classes.get(text(workload.pod.priorityClassName));
    return priority === undefined ? [] : [{ workload, priority }];
  });
}

/** The workers that are scaled, each with the placeholders that keep places in its pools. */
export function workersWithPlaceholders(manifests: ManifestSet): readonly { readonly worker: Workload; readonly held: readonly Placeholder[] }[] {
  const all = placeholders(manifests);
  // What is scaled by the clock alone does no work: those are placeholders themselves.
  const working = all.length === 0 ? [] : manifests.scalers.filter(({ triggers }) => triggers.some(({ type }) => type !== 'cron'));
  return working.flatMap(({ target }) => target?.isGpu === true ? [target] : []).map((worker) => {
    const pools = manifests.poolsOf(worker);
    return { worker, held: all.filter(({ workload }) => manifests.poolsOf(workload).some((pool) => pools.includes(pool))) };
  }).filter(({ held }) => held.length > 0);
}
