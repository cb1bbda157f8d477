import { ApiObject } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { dashboard } from './dashboard';
import { scalerAlerts } from './scaler-alerts';
import { commonLabels, objectName, requireNamespace } from '../private/names';
import { ExternalScaler } from '../scaling/external-scaler';

/** Properties of `ScalerMonitoring`. */
export interface ScalerMonitoringProps {
  /** The scaler that is looked at. */
  readonly scaler: ExternalScaler;

  /**
   * Labels of the PodMonitor and the PrometheusRule, by which your Prometheus selects them.
   *
   * @default - none: a Prometheus that selects every object
   */
  readonly prometheusLabels?: { [name: string]: string };

  /**
   * Labels of the dashboard's ConfigMap, by which Grafana's sidecar finds it.
   *
   * @default { grafana_dashboard: '1' }
   */
  readonly dashboardLabels?: { [name: string]: string };
}

/**
 * Metrics, alerts and a Grafana dashboard of an `ExternalScaler`, for a cluster with the Prometheus Operator.
 *
 * Emits a PodMonitor, a PrometheusRule whose alerts each name a runbook, and a ConfigMap with the dashboard.
 *
 * @see https://prometheus-operator.dev/docs/developer/getting-started/
 */
export class ScalerMonitoring extends Construct {
  /** The PodMonitor. */
  public readonly podMonitor: ApiObject;

  /** The PrometheusRule. */
  public readonly prometheusRule: ApiObject;

  /** The ConfigMap with the dashboard. */
  public readonly dashboard: k8s.KubeConfigMap;

  /**
   * @throws Error if the chart has no namespace
   */
  public constructor(scope: Construct, id: string, props: ScalerMonitoringProps) {
    super(scope, id);
    const { scaler, prometheusLabels = {}, dashboardLabels = { grafana_dashboard: '1' } } = props;
    const scalerNamespace = requireNamespace(scaler);
    requireNamespace(this);
    const name = objectName(this);
    const labels = commonLabels(name, 'monitoring');
    // A PodMonitor's job is called after it, whatever its pods are called.
    const matchers = `namespace="${scalerNamespace}",job="${requireNamespace(this)}/${name}"`;
    const metadata = { name, labels: { ...labels, ...prometheusLabels } };
    this.podMonitor = new ApiObject(this, 'PodMonitor', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata,
      spec: {
        namespaceSelector: { matchNames: [scalerNamespace] },
        selector: { matchLabels: scaler._podLabels },
        podMetricsEndpoints: [{ port: 'health', path: '/metrics' }],
      },
    });
    this.prometheusRule = new ApiObject(this, 'PrometheusRule', {
      apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata, spec: { groups: [{ name, rules: scalerAlerts(matchers) }] },
    });
    this.dashboard = new k8s.KubeConfigMap(this, 'Dashboard', {
      metadata: { name, labels: { ...labels, ...dashboardLabels } },
      data: { [`${name}.json`]: `${JSON.stringify(dashboard(`GPU scaler ${name}`, matchers), null, 2)}\n` },
    });
  }
}
