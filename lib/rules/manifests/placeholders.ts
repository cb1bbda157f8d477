import { ManifestSet } from './manifest-set';
import { text } from './values';
import { Plain } from './view';
import { Workload } from './workload';

/** Pods that hold a GPU for others: their priority is below that of every pod that says nothing. */
export interface Placeholder {
  readonly workload: Workload;
  readonly priority: Plain;
}

/** A placeholder, with the workers that are scaled in its pools. */
export interface PlaceholderOf {
  readonly placeholder: Workload;
  readonly workers: readonly Workload[];
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
  const all = new Map(placeholders(manifests).map((placeholder) => [placeholder.workload, placeholder]));
  if (all.size === 0) {
    return [];
  }
  const heldOn = new Map(manifests.nodePools.map((pool) => [pool, manifests.workloadsOn(pool).flatMap((workload) => all.get(workload) ?? [])]));
  // What is scaled by the clock alone does no work: those are placeholders themselves.
  const working = manifests.scalers.filter(({ triggers }) => triggers.some(({ type }) => type !== 'cron'));
  return working.flatMap(({ target }) => target?.isGpu === true ? [target] : [])
    .map((worker) => ({ worker, held: [...new Set(manifests.poolsOf(worker).flatMap((pool) => heldOn.get(pool)!))] }))
    .filter(({ held }) => held.length > 0);
}

/** The placeholders, each with the workers for which it keeps a place. */
export function placeholdersWithWorkers(manifests: ManifestSet): readonly PlaceholderOf[] {
  const working = new Set(workersWithPlaceholders(manifests).map(({ worker }) => worker));
  return placeholders(manifests).map(({ workload }) => ({
    placeholder: workload,
    workers: [...new Set(manifests.poolsOf(workload).flatMap((pool) => manifests.workloadsOn(pool)))].filter((each) => working.has(each)),
  }));
}
