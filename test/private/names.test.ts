import { App, Chart, Duration } from 'cdk8s';
import { GpuAutoscaledWorker, GpuComputeClass, Gpu, GpuNodePool, MetricSource, NodeClass, PriorityExpander, GpuNodeGroups, CapacityType, ScalerTls, Connection, ExternalScaler } from '../../lib';
import { newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

/** The objects of an app whose constructs have these ids. */
function named(id: string): any[] {
  const chart = newChart();
  const nodePool = new GpuNodePool(chart, `${id}-pool`, { nodeClass: NodeClass.aws({ role: 'nodes', discoveryTag: 'ml' }), gpu: Gpu.L4, maxGpus: 8 });
  const scaler = new ExternalScaler(chart, `${id}-scaler`, { connections: { jobs: Connection.redis({ host: 'redis' }) }, tls: ScalerTls.none() });
  new GpuAutoscaledWorker(chart, id, {
    image: 'registry.example.com/worker:1.0.0',
    nodePool,
    scaler,
    source: MetricSource.redisStream({ connection: 'jobs', stream: 's', group: 'g' }),
    jobsPerReplica: 1,
    maxReplicas: 8,
    maxJobDuration: Duration.minutes(1),
  });
  return new Synthesized(chart).objects;
}

describe('names', () => {
  test.each(['gpu_worker', 'llama-3.1', '_private', 'My Worker_Ü', 'v1.0_beta'])('of a construct with the id %s are those that the API server accepts', (id) => {
    for (const { kind, metadata } of named(id)) {
      expect([kind, metadata.name]).toEqual([kind, expect.stringMatching(NAME)]);
    }
  });

  test('of ids that differ in such a character only differ too', () => {
    const deployment = (id: string) => named(id).find(({ kind }) => kind === 'ScaledObject').metadata.name;
    expect(deployment('gpu_worker')).not.toBe(deployment('gpu.worker'));
  });

  test('of a Service begin with a letter', () => {
    const chart = new Chart(new App(), '2026', { namespace: 'ml' });
    expect(() => newScaler(chart)).toThrow(/^2026\/scaler: id: got "2026-scaler-.*"; expected a path that begins with a letter, as the name of a Service has to; rename the chart$/);
  });

  const expected = 'expected lower-case letters, digits, - and ., beginning and ending with a letter or a digit; correct it';
  test.each(['My_Job', 'GPU pool', '', '-x', 'x-', 'a..b'])('that are given are checked: %j', (name) => {
    const message = `metadata.name: got ${JSON.stringify(name)}; ${expected}`;
    expect(() => newWorker(newChart(), { metadata: { name } })).toThrow(message);
    expect(() => newPool(newChart(), { metadata: { name } })).toThrow(message);
    expect(() => new GpuComputeClass(newChart(), 'gpus', { gpu: Gpu.L4, maxGpus: 8, metadata: { name } })).toThrow(message);
  });

  test('that are given may have dots', () => {
    const chart = newChart();
    newWorker(chart, { metadata: { name: 'llama-3.1' } });
    expect(new Synthesized(chart).one('ScaledObject').metadata.name).toBe('llama-3.1');
  });
});

describe('namespaces', () => {
  const expected = 'expected at most 63 lower-case letters, digits and -, beginning and ending with a letter or a digit; correct the name';

  test.each(['', 'ML Platform', 'ml.platform', 'x'.repeat(64)])('of charts are checked: %j', (namespace) => {
    const chart = new Chart(new App(), 'chart', { namespace });
    expect(() => newScaler(chart)).toThrow(`chart/scaler: namespace: got ${JSON.stringify(namespace)}; ${expected}`);
  });

  test('of others too', () => {
    expect(() => newScaler(newChart(), { kedaNamespace: 'KEDA' })).toThrow(`kedaNamespace: got "KEDA"; ${expected}`);
    const chart = newChart();
    const groups = new GpuNodeGroups(chart, 'groups', { clusterName: 'ml', gpu: Gpu.T4, maxGpus: 4, groups: [{ name: 'spot', capacityType: CapacityType.SPOT }] });
    expect(() => new PriorityExpander(chart, 'expander', { nodeGroups: [groups], namespace: 'kube_system' })).toThrow(`namespace: got "kube_system"; ${expected}`);
  });

  test('a worker has that of its chart: what scales it is there', () => {
    expect(() => newWorker(newChart(), { metadata: { namespace: 'other' } })).toThrow(
      'chart/worker: metadata.namespace: got "other"; expected the namespace of the chart (ml-platform), in which what scales the workers is; leave it out, and make the worker in a chart of that namespace');
    expect(() => newWorker(newChart(), { metadata: { namespace: 'ml-platform' } })).not.toThrow();
  });
});
