import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { modelCacheAlerts } from './model-cache-alerts';
import { commonLabels, objectName, requireNamespace } from '../private/names';
import { refuse } from '../private/refuse';
import { ModelCacheDaemonSet } from '../warm/model-cache-daemon-set';

/** Properties of `ModelCacheMonitoring`. */
export interface ModelCacheMonitoringProps {
  /** The cache that is looked at. It has to have an agent: models that it brings, or engines that compile. */
  readonly modelCache: ModelCacheDaemonSet;

  /**
   * Labels of the PodMonitor and the PrometheusRule, by which your Prometheus selects them.
   *
   * @default - none: a Prometheus that selects every object
   */
  readonly prometheusLabels?: { [name: string]: string };
}

/**
 * Metrics and alerts of a `ModelCacheDaemonSet`, for a cluster with the Prometheus Operator: a node whose models do not come, and with
 * `startupTaint` a node that therefore never takes a worker. The second one needs kube-state-metrics.
 *
 * Emits a PodMonitor, and a PrometheusRule whose alerts each name a runbook.
 *
 * @see https://prometheus-operator.dev/docs/developer/getting-started/
 */
export class ModelCacheMonitoring extends Construct {
  /** The PodMonitor. */
  public readonly podMonitor: ApiObject;

  /** The PrometheusRule. */
  public readonly prometheusRule: ApiObject;

  /**
   * @throws Error if the chart has no namespace, or the cache no agent
   */
  public constructor(scope: Construct, id: string, props: ModelCacheMonitoringProps) {
    super(scope, id);
    const { modelCache, prometheusLabels = {} } = props;
    if (modelCache.configMap === undefined) {
      refuse(this, 'modelCache', modelCache.node.path, 'a ModelCacheDaemonSet with an agent, which alone has metrics', 'give it a model that is no image, or remove the construct');
    }
    const namespace = requireNamespace(modelCache);
    const name = objectName(this);
    // A PodMonitor's job is called after it, whatever its pods are called.
    const matchers = `namespace="${namespace}",job="${requireNamespace(this)}/${name}"`;
    const metadata = { name, labels: { ...commonLabels(name, 'monitoring'), ...prometheusLabels } };
    this.podMonitor = new ApiObject(this, 'PodMonitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata,
      spec: {
        namespaceSelector: { matchNames: [namespace] },
        selector: { matchLabels: modelCache._podLabels },
        podMetricsEndpoints: [{ port: 'health', path: '/metrics', relabelings: [{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }] }],
      },
    });
    this.prometheusRule = new ApiObject(this, 'PrometheusRule', {
      apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata, spec: { groups: [{ name, rules: modelCacheAlerts(matchers, modelCache.startupTaintKey) }] },
    });
  }
}
