import { MetricSpec, MetricValue } from '../../../scaler/src/external-scaler-proto';

/** The target as KEDA takes it. */
export function readTarget({ targetSizeFloat, targetSize = 0 }: MetricSpec): number {
  return read(targetSizeFloat, targetSize);
}

/** The value as KEDA takes it. */
export function readValue({ metricValueFloat, metricValue = 0 }: MetricValue): number {
  return read(metricValueFloat, metricValue);
}

/**
 * The float if it is more than 0, else the integer; what is no finite number above 0 becomes 0.
 *
 * @see https://github.com/kedacore/keda/blob/v2.21.0/pkg/scalers/external_scaler.go
 */
function read(float: number, integer: number): number {
  const number = float > 0 ? float : integer;
  return Number.isFinite(number) && number > 0 ? number : 0;
}
