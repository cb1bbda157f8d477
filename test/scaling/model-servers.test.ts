import { Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, OnEmpty } from '../../lib';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const metadata = (source: MetricSource, minReplicas?: number, metrics = Connection.prometheus({ url: 'http://prometheus.monitoring:9090' })) => {
  const chart = newChart();
  newWorker(chart, {
    source,
    minReplicas,
    scaler: newScaler(chart, { connections: { metrics } }),
  });
  const { kind, triggerId, metricName, jobsPerReplica, activationThreshold, schemaVersion, scalerAddress, ...rest } =
    new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  return rest;
};

describe('MetricSource.vllm', () => {
  const vllm = (more: object = {}) => MetricSource.vllm({ connection: 'metrics', modelName: 'llama', ...more });

  test('defaults', () => {
    expect(metadata(vllm(), 1)).toEqual({ sourceType: 'vllm', connection: 'metrics', modelName: 'llama', onEmpty: 'error' });
  });

  test('of one namespace, nothing read as 0', () => {
    expect(metadata(vllm({ namespace: 'ml-platform', onEmpty: OnEmpty.ZERO }), 1)).toEqual({
      sourceType: 'vllm', connection: 'metrics', modelName: 'llama', namespace: 'ml-platform', onEmpty: 'zero',
    });
  });

  test.each([
    [{ modelName: '' }, 'modelName: got ""; expected a non-empty string'],
    [{ namespace: '' }, 'namespace: got ""; expected a non-empty string'],
  ])('refuses %j', (wrong, message) => {
    expect(() => metadata(vllm(wrong), 1)).toThrow(message);
  });

  test.each([OnEmpty.ERROR, OnEmpty.ZERO])('alone, it is refused where there may be no worker, whose pods alone tell of jobs (onEmpty: %p)', (onEmpty) => {
    expect(() => metadata(vllm({ onEmpty }), 0)).toThrow('chart/worker: source: got "vllm"; expected a source that sees jobs while no worker runs, '
      + 'because none does without work and vllm reads what only running workers export; give vllm onEmpty: OnEmpty.ZERO and combine it with the queue');
  });
});

describe('MetricSource.triton', () => {
  const triton = (more: object = {}) => MetricSource.triton({ connection: 'metrics', model: 'resnet', ...more });

  test('defaults', () => {
    expect(metadata(triton(), 1)).toEqual({ sourceType: 'triton', connection: 'metrics', model: 'resnet', window: '60s', onEmpty: 'error' });
  });

  test('each option', () => {
    expect(metadata(triton({ version: '2', namespace: 'ml-platform', window: Duration.minutes(5), onEmpty: OnEmpty.ZERO }), 1)).toEqual({
      sourceType: 'triton', connection: 'metrics', model: 'resnet', version: '2', namespace: 'ml-platform', window: '300s', onEmpty: 'zero',
    });
  });

  test('may go by the time in the queue, alone or in a ratio to that in compute', () => {
    expect(metadata(triton({ averageQueue: true }), 1)).toMatchObject({ sourceType: 'triton', averageQueue: 'true' });
    expect(JSON.parse(metadata(MetricSource.pendingToRunning(triton({ averageQueue: true }), 4), 1).source)).toMatchObject({ type: 'triton', averageQueue: true });
  });

  test.each([
    [{ model: '' }, 'model: got ""; expected a non-empty string'],
    [{ window: Duration.seconds(0) }, 'window: got "0s"; expected whole seconds of at least 1'],
    [{ window: Duration.millis(1500) }, 'window: got "1.5s"; expected whole seconds of at least 1'],
  ])('refuses %j', (wrong, message) => {
    expect(() => metadata(triton(wrong), 1)).toThrow(message);
  });

  test('alone, it is refused where there may be no worker', () => {
    expect(() => metadata(triton(), 0)).toThrow('chart/worker: source: got "triton"; expected a source that sees jobs while no worker runs');
  });
});

describe('Connection.modelServers', () => {
  const pods = (more: object = {}) => Connection.modelServers({ url: 'http://pods.ml-platform:8000', ...more });

  test('says in the configuration where the pods are', () => {
    const chart = newChart();
    newScaler(chart, { connections: { pods: pods() } });
    const config = JSON.parse(new Synthesized(chart).one('ConfigMap').data['scaler.json']);
    expect(config.connections).toEqual({ pods: { type: 'model-servers', url: 'http://pods.ml-platform:8000' } });
  });

  test.each([
    ['vllm', MetricSource.vllm({ connection: 'metrics', modelName: 'llama' })],
    ['triton', MetricSource.triton({ connection: 'metrics', model: 'resnet' })],
  ])('serves %s', (sourceType, source) => {
    expect(metadata(source, 1, pods())).toMatchObject({ sourceType, connection: 'metrics' });
  });

  test.each([
    MetricSource.vllm({ connection: 'metrics', modelName: 'llama', namespace: 'ml-platform' }),
    MetricSource.triton({ connection: 'metrics', model: 'resnet', namespace: 'ml-platform' }),
  ])('refuses a namespace, which only Prometheus can select by', (source) => {
    expect(() => metadata(source, 1, pods())).toThrow('namespace: got "ml-platform"; expected nothing with a connection to the pods themselves, whose host says which they are; leave it out');
  });

  test('refuses a CA for a URL without TLS', () => {
    expect(() => pods({ ca: { secret: Secret.fromSecretName(newChart(), 'secret', 'ca') } })).toThrow('url: got "http://pods.ml-platform:8000"; expected a URL that begins with https://');
  });
});
