import { AlertRule, alertRule } from './alert-rule';
import { MODEL_CACHE_METRICS } from '../contract/model-cache';

const { ready, fetched, failures } = MODEL_CACHE_METRICS;

/**
 * What somebody has to look at of a model cache, each with its runbook.
 *
 * @param agents matchers of the agents' series, which have a label `node`
 * @param startupTaint key of the taint that the agents remove, if there is one
 */
export function modelCacheAlerts(agents: string, startupTaint?: string): AlertRule[] {
  // A node that fetches the same again and again gets no further.
  const advancing = `(sum by (node) (rate(${fetched}{${agents}}[10m])) > 0 unless on (node) sum by (node) (increase(${failures}{${agents}}[1h])) > 2)`;
  const rules = [
    alertRule('GpuModelNotReady', 'warning', '15m', `max by (node, model) (${ready}{${agents}}) == 0 unless on (node) ${advancing}`,
      'A node does not get its model', '{{ $labels.node }}: {{ $labels.model }} is not there and does not get further. Workers that wait for it do not start on this node.'),
  ];
  return startupTaint === undefined ? rules : [
    ...rules,
    // Says so too where no agent runs that could: kube-state-metrics sees the node itself.
    alertRule('GpuNodeNotPrepared', 'critical', '15m', `max by (node) (kube_node_spec_taint{key="${startupTaint}"}) == 1 unless on (node) ${advancing}`,
      'A node keeps its startup taint', '{{ $labels.node }}: its models do not become ready, so it takes no worker and Karpenter neither counts it as initialized nor gives it up. It costs money meanwhile.'),
  ];
}
