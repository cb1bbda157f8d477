import { GetMetricSpecResponse, GetMetricsResponse } from './external-scaler-proto';
import { outstanding, Reading } from './sources/source';
import { Trigger } from './triggers';

export function isActive({ metadata }: Trigger, reading: Reading): boolean {
  return outstanding(reading) > metadata.activationThreshold;
}

export function metricSpecs({ metadata }: Trigger, target: number): GetMetricSpecResponse {
  return { metricSpecs: [{ metricName: metadata.metricName, targetSizeFloat: target }] };
}

/** Exactly one value: the HPA adds up whatever it is given. */
export function metricValues({ metadata }: Trigger, reading: Reading): GetMetricsResponse {
  return { metricValues: [{ metricName: metadata.metricName, metricValueFloat: outstanding(reading) }] };
}
