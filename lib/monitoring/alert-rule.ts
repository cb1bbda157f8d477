/** Where each alert's runbook is. */
const RUNBOOKS = 'https://github.com/cdk8s-gpu-autoscaler/cdk8s-gpu-autoscaler/blob/main/docs/runbooks.md';

/** How soon somebody has to look. */
export type AlertSeverity = 'critical' | 'warning';

/** One alert, as a PrometheusRule holds it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

/** An alert whose runbook is the section of its name. */
export function alertRule(alert: string, severity: AlertSeverity, after: string, expr: string, summary: string, description: string): AlertRule {
  return { alert, expr, for: after, labels: { severity }, annotations: { summary, description, runbook_url: `${RUNBOOKS}#${alert.toLowerCase()}` } };
}
