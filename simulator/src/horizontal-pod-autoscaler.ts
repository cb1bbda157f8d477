import { Behavior, CompleteBehavior, completeBehavior, DOWNSCALE_STABILIZATION, TOLERANCE } from './behavior';
import { ExternalMetricTarget, MetricReading, propose, Replicas } from './proposal';
import { scaleDownLimit, ScalingEvent, scaleUpLimit } from './scaling-limits';

/** The spec of an HPA with external metrics of one target. */
export interface HorizontalPodAutoscalerSpec {
  /** At least 1 under KEDA. */
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly target: ExternalMetricTarget;
  /** Absent and empty are two different algorithms. */
  readonly behavior?: Behavior;
}

interface Recommendation {
  readonly value: number;
  /** Seconds. */
  readonly time: number;
}

/**
 * The HorizontalPodAutoscaler of kube-controller-manager, one decision at a time. It keeps what the controller keeps: recommendations and
 * the changes that it made.
 *
 * @see https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
 */
export class HorizontalPodAutoscaler {
  private recommendations: Recommendation[] = [];
  private readonly history: { readonly ups: ScalingEvent[]; readonly downs: ScalingEvent[] } = { ups: [], downs: [] };

  public constructor(private readonly spec: HorizontalPodAutoscalerSpec) {}

  /**
   * One sync.
   *
   * @param now seconds; never less than at the sync before
   * @param readings a value or an error for each metric
   * @returns the replicas that the controller writes into `scale.spec.replicas`; `replicas.spec` where it changes nothing
   */
  public tick(now: number, readings: readonly MetricReading[], replicas: Replicas): number {
    if (this.recommendations.length === 0) {
      this.recommendations.push({ value: replicas.spec, time: now });
    }
    const desired = this.decide(now, readings, replicas);
    if (desired !== replicas.spec && this.spec.behavior !== undefined) {
      (desired > replicas.spec ? this.history.ups : this.history.downs).push({ change: Math.abs(desired - replicas.spec), time: now });
    }
    return desired;
  }

  private decide(now: number, readings: readonly MetricReading[], replicas: Replicas): number {
    const { minReplicas, maxReplicas, target, behavior } = this.spec;
    if (replicas.spec === 0 && minReplicas !== 0) {
      return 0; // ScalingDisabled: zero is somebody else's decision
    }
    if (replicas.spec > maxReplicas) {
      return maxReplicas;
    }
    if (replicas.spec < minReplicas) {
      return minReplicas;
    }
    const rules = behavior && completeBehavior(behavior);
    const tolerance = { up: rules?.scaleUp.tolerance ?? TOLERANCE, down: rules?.scaleDown.tolerance ?? TOLERANCE };
    const proposal = propose(readings, target, replicas, tolerance);
    if (proposal === undefined) {
      return replicas.spec;
    }
    return rules === undefined ? this.withoutBehavior(now, proposal, replicas.spec) : this.withBehavior(now, proposal, replicas.spec, rules);
  }

  /** Climbs to the highest recommendation of the last five minutes, even if that is above what is wanted now. */
  private withoutBehavior(now: number, proposal: number, spec: number): number {
    const { minReplicas, maxReplicas } = this.spec;
    const stale = (time: number) => time < now - DOWNSCALE_STABILIZATION;
    const stabilized = Math.max(proposal, ...this.recommendations.filter(({ time }) => !stale(time)).map(({ value }) => value));
    this.record({ value: proposal, time: now }, stale);
    const highest = Math.min(maxReplicas, Math.max(2 * spec, 4));
    return Math.min(Math.max(stabilized, minReplicas), highest);
  }

  private withBehavior(now: number, proposal: number, spec: number, { scaleUp, scaleDown }: CompleteBehavior): number {
    const { minReplicas, maxReplicas } = this.spec;
    const since = { up: now - scaleUp.stabilizationWindowSeconds, down: now - scaleDown.stabilizationWindowSeconds };
    const lowest = Math.min(proposal, ...this.recommendations.filter(({ time }) => time > since.up).map(({ value }) => value));
    const highest = Math.max(proposal, ...this.recommendations.filter(({ time }) => time > since.down).map(({ value }) => value));
    const stabilized = Math.min(Math.max(spec, lowest), highest);
    this.record({ value: proposal, time: now }, (time) => time < since.up && time < since.down);
    if (stabilized > spec) {
      const limit = Math.max(spec, scaleUpLimit(spec, scaleUp, this.history, now));
      return Math.min(stabilized, maxReplicas, limit);
    }
    if (stabilized < spec) {
      const limit = Math.min(spec, scaleDownLimit(spec, scaleDown, this.history, now));
      return Math.max(stabilized, minReplicas, limit);
    }
    return spec;
  }

  /** Takes the place of a stale recommendation, so that the list does not grow. */
  private record(recommendation: Recommendation, stale: (time: number) => boolean): void {
    const fresh = this.recommendations.filter(({ time }) => !stale(time));
    this.recommendations = [...fresh, recommendation];
  }
}
