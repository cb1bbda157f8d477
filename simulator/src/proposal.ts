/** What the metrics of one HPA ask for. All metric arithmetic is on whole thousandths, as the controller does it. */

/** A target of an external metric. */
export interface ExternalMetricTarget {
  readonly type: 'AverageValue' | 'Value';
  /** More than 0. */
  readonly value: number;
}

/** The replicas as the controller sees them. */
export interface Replicas {
  /** `scale.spec.replicas`. */
  readonly spec: number;
  /** `scale.status.replicas`: pods that exist, ready or not. */
  readonly status: number;
  /** Pods that run and are ready. */
  readonly ready: number;
}

/** A metric's value, or that it could not be read. */
export type MetricReading = number | 'error';

/** The tolerances of both directions. */
export interface Tolerance {
  readonly up: number;
  readonly down: number;
}

const INT32_MAX = 2 ** 31 - 1;

/** The largest proposal of all metrics; nothing where the controller would leave everything as it is. */
export function propose(
  readings: readonly MetricReading[], target: ExternalMetricTarget, replicas: Replicas, tolerance: Tolerance,
): number | undefined {
  const proposals = readings.filter((reading) => reading !== 'error').map((reading) => proposeOne(reading, target, replicas, tolerance));
  const failed = proposals.length < readings.length;
  const largest = Math.max(...proposals);
  if (proposals.length === 0 || (failed && largest < replicas.spec)) {
    return undefined;
  }
  return largest;
}

function proposeOne(value: number, target: ExternalMetricTarget, replicas: Replicas, tolerance: Tolerance): number {
  const usage = Math.round(value * 1000);
  const goal = Math.round(target.value * 1000);
  const within = (ratio: number) => 1 - tolerance.down <= ratio && ratio <= 1 + tolerance.up;
  if (target.type === 'AverageValue') {
    // Inside the tolerance the pods that exist are the answer, not those that are asked for.
    return within(usage / (goal * replicas.status)) ? replicas.status : Math.min(INT32_MAX, Math.ceil(usage / goal));
  }
  const ratio = usage / goal;
  if (replicas.spec === 0) {
    return Math.ceil(ratio);
  }
  return within(ratio) ? replicas.spec : Math.ceil(ratio * replicas.ready);
}
