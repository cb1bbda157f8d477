import { readFileSync } from 'fs';
import { join } from 'path';
import { Chart } from 'cdk8s';
import { ScalerMonitoring, ScalerMonitoringProps } from '../../lib';
import { panels } from '../../lib/monitoring/dashboard';
import { CrdSchemas } from '../support/crd-schemas';
import { describeWith } from '../support/installed';
import { Promtool } from '../support/promtool';
import { newChart, newScaler, Synthesized } from '../support/synth';

function synthesized(props: Partial<ScalerMonitoringProps> = {}, chart: Chart = newChart()) {
  new ScalerMonitoring(chart, 'monitoring', { scaler: newScaler(chart), ...props });
  const all = new Synthesized(chart);
  return {
    podMonitor: all.one('PodMonitor'),
    rules: all.one('PrometheusRule'),
    dashboard: all.one('ConfigMap', 'monitoring'),
    scaler: all.one('Deployment'),
  };
}

describe('ScalerMonitoring', () => {
  test('scrapes the pods of the scaler on their health port', () => {
    const { podMonitor, scaler } = synthesized();
    expect(podMonitor.spec.selector.matchLabels).toEqual(scaler.spec.selector.matchLabels);
    expect(podMonitor.spec.namespaceSelector).toEqual({ matchNames: [scaler.metadata.namespace] });
    const [{ port, path }] = podMonitor.spec.podMetricsEndpoints;
    expect(scaler.spec.template.spec.containers[0].ports.map(({ name }: { name: string }) => name)).toContain(port);
    expect(path).toBe('/metrics');
  });

  test('every alert has a severity, and a runbook that exists', () => {
    const runbooks = readFileSync(join(__dirname, '../../docs/runbooks.md'), 'utf8');
    const [{ rules }] = synthesized().rules.spec.groups;
    for (const { alert, labels, annotations } of rules) {
      expect(labels.severity).toMatch(/^(critical|warning)$/);
      expect(annotations.runbook_url).toMatch(new RegExp(`#${alert.toLowerCase()}$`));
      expect(runbooks).toContain(`\n## ${alert}\n`);
    }
  });

  test('the dashboard is JSON, its panels do not overlap, and Grafana finds it', () => {
    const { dashboard } = synthesized();
    expect(dashboard.metadata.labels.grafana_dashboard).toBe('1');
    const [text] = Object.values<string>(dashboard.data);
    const places = JSON.parse(text).panels.map(({ gridPos: { x, y } }: { gridPos: { x: number; y: number } }) => `${x}/${y}`);
    expect(new Set(places).size).toBe(panels('').length);
  });

  test('the released CRDs admit the PodMonitor and the PrometheusRule', () => {
    const { podMonitor, rules } = synthesized({ prometheusLabels: { release: 'prometheus' } });
    expect(new CrdSchemas().errorsOf([podMonitor, rules])).toEqual([]);
  });

  test('labels', () => {
    const { podMonitor, rules, dashboard } = synthesized({ prometheusLabels: { release: 'prometheus' }, dashboardLabels: { dashboards: 'yes' } });
    expect(podMonitor.metadata.labels.release).toBe('prometheus');
    expect(rules.metadata.labels.release).toBe('prometheus');
    expect(dashboard.metadata.labels).toMatchObject({ dashboards: 'yes' });
    expect(dashboard.metadata.labels).not.toHaveProperty('grafana_dashboard');
  });

  test('defaults', () => {
    const { podMonitor, rules, dashboard } = synthesized();
    expect([podMonitor, rules, dashboard]).toMatchSnapshot();
  });
});

describeWith('promtool')('the alerts, judged by Prometheus', () => {
  const promtool = new Promtool();
  const { rules: { spec: { groups } }, podMonitor: { metadata } } = synthesized();
  afterAll(() => promtool.close());

  test('are valid', () => {
    expect(promtool.check(groups)).toMatchObject({ status: 0, output: expect.stringContaining(`${groups[0].rules.length} rules found`) });
  });

  test('and so are the queries of the dashboard', () => {
    const rules = panels('job="scaler"').flatMap(({ targets }) => targets).map(({ expr }, index) => ({ record: `panel:${index}`, expr: expr.replaceAll('$__rate_interval', '1m') }));
    expect(promtool.check([{ name: 'panels', rules }])).toMatchObject({ status: 0 });
  });

  const scaler = `{namespace="${metadata.namespace}",job="${metadata.namespace}/${metadata.name}",pod="scaler-1"}`;
  const series = (name: string, labels: string, values: string) => ({ series: `${name}${scaler.replace('}', `,${labels}}`)}`, values });

  test.each([
    ['GpuScalerDown', 'no pod is scraped', [], 6, [{}]],
    ['GpuScalerDown', 'all pods are down', [{ series: `up${scaler}`, values: '0x20' }], 6, [{}]],
    ['GpuScalerDown', 'one pod is up', [{ series: `up${scaler}`, values: '1x20' }], 6, []],
    ['GpuScalerSourceUnreadable', 'every reading fails', [
      series('gpu_scaler_source_reads_total', 'source="a",result="error"', '0+60x20'), series('gpu_scaler_source_reads_total', 'source="a",result="success"', '9x20'),
    ], 6, [{ source: 'a' }]],
    ['GpuScalerSourceUnreadable', 'some readings fail', [
      series('gpu_scaler_source_reads_total', 'source="a",result="error"', '0+6x20'), series('gpu_scaler_source_reads_total', 'source="a",result="success"', '0+60x20'),
    ], 6, []],
    ['GpuJobsNotTaken', 'jobs wait and no worker takes one', [
      series('gpu_scaler_jobs', 'source="a",state="waiting"', '3x40'), series('gpu_scaler_jobs', 'source="a",state="in_flight"', '0x40'),
    ], 25, [{ source: 'a' }]],
    ['GpuJobsNotTaken', 'jobs wait while others run', [
      series('gpu_scaler_jobs', 'source="a",state="waiting"', '3x40'), series('gpu_scaler_jobs', 'source="a",state="in_flight"', '1x40'),
    ], 25, []],
    ['GpuJobsNotTaken', 'jobs wait in a source that cannot tell what is in flight', [
      series('gpu_scaler_jobs', 'source="a",state="waiting"', '3x40'), series('gpu_scaler_jobs', 'source="b",state="in_flight"', '0x40'),
    ], 25, []],
    ['GpuScalerSlow', 'calls take two seconds', [
      series('gpu_scaler_call_duration_seconds_bucket', 'le="1"', '0x40'), series('gpu_scaler_call_duration_seconds_bucket', 'le="2"', '0+60x40'),
      series('gpu_scaler_call_duration_seconds_bucket', 'le="+Inf"', '0+60x40'),
    ], 20, [{}]],
    ['GpuScalerRefusesCalls', 'metadata is refused', [series('gpu_scaler_call_duration_seconds_count', 'code="INVALID_ARGUMENT"', '0+60x40')], 20, [{ code: 'INVALID_ARGUMENT' }]],
    ['GpuScalerRefusesCalls', 'a source is away', [series('gpu_scaler_call_duration_seconds_count', 'code="UNAVAILABLE"', '0+60x40')], 20, []],
  ])('%s, when %s', (alert, _, input, minutes, fired) => {
    expect(promtool.test(groups[0], { alert, input, minutes, fired })).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });
});
