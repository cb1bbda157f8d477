import { readFileSync } from 'fs';
import { join } from 'path';
import { CachedModel, ModelCacheDaemonSet, ModelCacheDaemonSetProps, ModelCacheMonitoring, NodeLocalDirectory } from '../../lib';
import { CrdSchemas } from '../support/crd-schemas';
import { describeWith } from '../support/installed';
import { Promtool } from '../support/promtool';
import { newChart, newPool, Synthesized } from '../support/synth';

function synthesized(props: Partial<ModelCacheDaemonSetProps> = {}) {
  const chart = newChart();
  const modelCache = new ModelCacheDaemonSet(chart, 'models', {
    nodePool: newPool(chart), directory: NodeLocalDirectory.at('/var/lib/models'), models: [CachedModel.s3({ name: 'llama', bucket: 'models' })], startupTaint: true, ...props,
  });
  new ModelCacheMonitoring(chart, 'monitoring', { modelCache, prometheusLabels: { release: 'prometheus' } });
  const all = new Synthesized(chart);
  return { podMonitor: all.one('PodMonitor'), rules: all.one('PrometheusRule'), daemonSet: all.one('DaemonSet'), taint: modelCache.startupTaintKey! };
}

describe('ModelCacheMonitoring', () => {
  test('scrapes the agents on their health port, and says which node each is on', () => {
    const { podMonitor: { metadata, spec }, daemonSet } = synthesized();
    expect(metadata.labels.release).toBe('prometheus');
    expect(spec.selector.matchLabels).toEqual(daemonSet.spec.selector.matchLabels);
    expect(spec.namespaceSelector).toEqual({ matchNames: [daemonSet.metadata.namespace] });
    const [{ port, path, relabelings }] = spec.podMetricsEndpoints;
    expect(daemonSet.spec.template.spec.containers[0].ports.map(({ name }: { name: string }) => name)).toContain(port);
    expect(path).toBe('/metrics');
    expect(relabelings).toEqual([{ sourceLabels: ['__meta_kubernetes_pod_node_name'], targetLabel: 'node' }]);
  });

  test('the released CRDs admit the PodMonitor and the PrometheusRule', () => {
    const { podMonitor, rules } = synthesized();
    expect(new CrdSchemas().errorsOf([podMonitor, rules])).toEqual([]);
  });

  test('every alert has a runbook that exists', () => {
    const runbooks = readFileSync(join(__dirname, '../../docs/runbooks.md'), 'utf8');
    for (const { alert, annotations } of synthesized().rules.spec.groups[0].rules) {
      expect(annotations.runbook_url).toMatch(new RegExp(`#${alert.toLowerCase()}$`));
      expect(runbooks).toContain(`\n## ${alert}\n`);
    }
  });

  test('without a startup taint no node can keep it', () => {
    expect(synthesized({ startupTaint: false }).rules.spec.groups[0].rules.map(({ alert }: { alert: string }) => alert)).toEqual(['GpuModelNotReady']);
  });

  test('refuses a cache whose pods have no metrics', () => {
    expect(() => synthesized({ models: [], startupTaint: false }))
      .toThrow('chart/monitoring: modelCache: got "chart/models"; expected a ModelCacheDaemonSet with an agent, which alone has metrics; give it a model');
  });
});

describeWith('promtool')('the alerts, judged by Prometheus', () => {
  const promtool = new Promtool();
  const { rules: { spec: { groups: [group] } }, podMonitor: { metadata }, taint } = synthesized();
  afterAll(() => promtool.close());

  const agent = (name: string, values: string, labels: string = '') => ({
    series: `${name}{namespace="${metadata.namespace}",job="${metadata.namespace}/${metadata.name}",node="gpu-1",model="llama"${labels}}`, values,
  });
  const ready = (values: string) => agent('gpu_model_cache_model_ready', values);
  const fetched = (values: string) => agent('gpu_model_cache_fetched_bytes_total', values);
  const failures = (values: string) => agent('gpu_model_cache_failures_total', values, ',stage="verifying"');
  const tainted = (values: string, key: string = taint) => ({ series: `kube_node_spec_taint{node="gpu-1",key="${key}",effect="NoSchedule"}`, values });

  test('are valid', () => {
    expect(promtool.check([group])).toMatchObject({ status: 0, output: expect.stringContaining('2 rules found') });
  });

  test.each([
    ['GpuModelNotReady', 'nothing comes', [ready('0x40'), fetched('5x40')], 20, [{ node: 'gpu-1', model: 'llama' }]],
    ['GpuModelNotReady', 'the model is on its way', [ready('0x40'), fetched('0+1000000x40')], 30, []],
    ['GpuModelNotReady', 'the same is fetched again and again', [ready('0x90'), fetched('0+1000000x90'), failures('0+1x90')], 40, [{ node: 'gpu-1', model: 'llama' }]],
    ['GpuModelNotReady', 'it is there', [ready('1x40'), fetched('5x40')], 20, []],
    ['GpuNodeNotPrepared', 'its agent does not run', [tainted('1x40')], 20, [{ node: 'gpu-1' }]],
    ['GpuNodeNotPrepared', 'its models do not become ready', [tainted('1x40'), ready('0x40'), fetched('5x40')], 20, [{ node: 'gpu-1' }]],
    ['GpuNodeNotPrepared', 'its models are on their way', [tainted('1x40'), ready('0x40'), fetched('0+1000000x40')], 30, []],
    ['GpuNodeNotPrepared', 'the taint goes', [tainted('1x5 stale')], 20, []],
    ['GpuNodeNotPrepared', 'it has a taint of somebody else', [tainted('1x40', 'node.example.com/other')], 20, []],
  ])('%s, when %s', (alert, _, input, minutes, fired) => {
    expect(promtool.test(group, { alert, input, minutes, fired })).toEqual({ status: 0, output: expect.stringContaining('SUCCESS') });
  });
});
