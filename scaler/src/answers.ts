import { GetMetricSpecResponse, GetMetricsResponse } from './external-scaler-proto';
import { outstanding, Reading } from './sources/source';
import { Trigger } from './triggers';

/** @throws Error if the work is no finite number, which sums and products of finite ones can be: KEDA would take it for 0 */
export function isActive(trigger: Trigger, reading: Reading): boolean {
  return workOf(trigger, reading) > trigger.metadata.activationThreshold;
}

export function metricSpecs({ metadata }: Trigger, target: number): GetMetricSpecResponse {
  return { metricSpecs: [{ metricName: metadata.metricName, targetSizeFloat: target }] };
}

/**
 * Exactly one value: the HPA adds up whatever it is given.
 *
 * @throws Error if the work is no finite number
 */
export function metricValues(trigger: Trigger, reading: Reading): GetMetricsResponse {
  return { metricValues: [{ metricName: trigger.metadata.metricName, metricValueFloat: workOf(trigger, reading) }] };
}

function workOf({ queue }: Trigger, reading: Reading): number {
  const work = outstanding(reading);
  if (!Number.isFinite(work)) {
    throw new Error(`${queue.description}: gave ${work} jobs in all; expected a finite number; check the weights and ratios of the metric source`);
  }
  return work;
}
