import { Manifest } from './manifests';
import { parseDuration } from './speed';

/** What manifests come to when there is no job. */
export interface SteadyState {
  /** Replicas of the worker that stay. */
  readonly replicas: number;
  /** Machines that stay at most, beside those that placeholder pods hold: for such replicas, for CapacityBuffers, and of static pools. */
  readonly machines: number;
  /** Whether spare machines come before there is any job. */
  readonly warm: boolean;
  /** How long it may take to get there from the first apply, once machines have started; seconds. */
  readonly within: number;
}

/** KEDA's defaults. */
const COOLDOWN_SECONDS = 300;

/** Batches, polls, validation and drain of the controllers, together; seconds. */
const CONTROLLERS_SECONDS = 120;

/** Reads what stays from the manifests: `minReplicaCount`, placeholders (a negative priority), CapacityBuffers, static NodePools. */
export function steadyState(objects: readonly Manifest[]): SteadyState {
  const of = (kind: string) => objects.filter((object) => object.kind === kind);
  const { idleReplicaCount, minReplicaCount = 0, cooldownPeriod = COOLDOWN_SECONDS } = of('ScaledObject')[0].spec;
  const replicas: number = idleReplicaCount ?? minReplicaCount;
  const low = new Set(of('PriorityClass').filter(({ value }) => value < 0).map(({ metadata }) => metadata.name));
  const placeholders = of('Deployment').filter(({ spec }) => low.has(spec.template.spec.priorityClassName) && (spec.replicas ?? 1) > 0);
  const buffers = of('CapacityBuffer').filter(({ spec }) => spec.replicas !== 0);
  const count = (found: readonly Manifest[]) => found.reduce((sum, { spec }) => sum + (spec.replicas ?? 0), 0);
  const empty = of('NodePool').map(({ spec }) => parseDuration(spec.disruption?.consolidateAfter) ?? 0);
  return {
    replicas,
    machines: replicas + count(buffers) + count(of('NodePool')),
    warm: placeholders.length + buffers.length > 0,
    within: cooldownPeriod + Math.max(0, ...empty) + CONTROLLERS_SECONDS,
  };
}
