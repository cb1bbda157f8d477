import { AlertRule, alertRule } from './alert-rule';
import { SCALER_METRICS } from '../contract';

const { calls, jobs, reads } = SCALER_METRICS;

/**
 * What somebody has to look at of a scaler, each with its runbook.
 *
 * @param scaler matchers of the scaler's series, for example `namespace="ml",pod=~"scaler-.*"`
 */
export function scalerAlerts(scaler: string): AlertRule[] {
  return [
    alertRule('GpuScalerDown', 'critical', '5m', `absent(up{${scaler}} == 1)`,
      'No scaler answers', 'KEDA holds the replicas that there are; no queue wakes a worker, and no worker goes.'),
    alertRule('GpuScalerSourceUnreadable', 'critical', '2m',
      `sum by (source) (rate(${reads}{${scaler},result="error"}[2m])) > 0 unless sum by (source) (rate(${reads}{${scaler},result="success"}[2m])) > 0`,
      'A queue cannot be read', '{{ $labels.source }}: every reading fails. KEDA holds the replicas of its workers; the scaler\'s log says why.'),
    alertRule('GpuJobsNotTaken', 'warning', '20m',
      `max by (source) (${jobs}{${scaler},state="waiting"}) > 0 and max by (source) (${jobs}{${scaler},state="in_flight"}) == 0`,
      'Jobs wait and none is in flight', '{{ $labels.source }}: {{ $value }} jobs wait, and for 20 minutes no worker has taken one.'),
    alertRule('GpuScalerSlow', 'warning', '10m', `histogram_quantile(0.99, sum by (le) (rate(${calls}_bucket{${scaler}}[5m]))) > 1`,
      'The scaler answers slowly', 'One of a hundred calls takes {{ $value | humanizeDuration }}; KEDA\'s polls wait for each other.'),
    alertRule('GpuScalerRefusesCalls', 'warning', '10m', `sum by (code) (rate(${calls}_count{${scaler},code=~"INVALID_ARGUMENT|NOT_FOUND"}[5m])) > 0`,
      'The scaler refuses calls', 'Calls end with {{ $labels.code }}: a trigger\'s metadata is not what this version of the scaler expects.'),
  ];
}
