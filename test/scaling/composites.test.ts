import { Connection, MetricSource, OnEmpty } from '../../lib';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const queue = MetricSource.redisStream({ connection: 'jobs', stream: 's', group: 'g' });
const vllm = (onEmpty?: OnEmpty) => MetricSource.vllm({ connection: 'metrics', modelName: 'llama', onEmpty });

const metadata = (source: MetricSource, minReplicas?: number) => {
  const chart = newChart();
  newWorker(chart, {
    source,
    minReplicas,
    scaler: newScaler(chart, { connections: { jobs: Connection.redis({ host: 'redis' }), metrics: Connection.prometheus({ url: 'http://prometheus:9090' }) } }),
  });
  const { kind, triggerId, metricName, jobsPerReplica, activationThreshold, schemaVersion, scalerAddress, ...rest } =
    new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  return rest;
};

describe('MetricSource, put together from others', () => {
  const QUEUE = '{"type":"redis-stream","connection":"jobs","stream":"s","group":"g"}';
  const VLLM = '{"type":"vllm","connection":"metrics","modelName":"llama","onEmpty":"zero"}';

  test('max and sum carry their parts as JSON', () => {
    expect(metadata(MetricSource.max(queue, vllm(OnEmpty.ZERO)))).toEqual({ sourceType: 'max', sources: `[${QUEUE},${VLLM}]` });
    expect(metadata(MetricSource.sum(queue, vllm(OnEmpty.ZERO)))).toEqual({ sourceType: 'sum', sources: `[${QUEUE},${VLLM}]` });
  });

  test('weighted and pendingToRunning carry theirs beside a number', () => {
    expect(metadata(MetricSource.weighted(queue, 0.5))).toEqual({ sourceType: 'weighted', source: QUEUE, weight: '0.5' });
    expect(metadata(MetricSource.pendingToRunning(queue, 4))).toEqual({ sourceType: 'pending-to-running', source: QUEUE, ratio: '4' });
  });

  test.each([
    ['nothing', MetricSource.max(), 'sources: got []; expected a list of at least 1'],
    ['nothing', MetricSource.sum(), 'sources: got []; expected a list of at least 1'],
    ['a weight of 0', MetricSource.weighted(queue, 0), 'weight: got 0; expected a finite number of at least 0.001'],
    ['a ratio of 0', MetricSource.pendingToRunning(queue, 0), 'ratio: got 0; expected a finite number of at least 0.001'],
    ['an infinite ratio', MetricSource.pendingToRunning(queue, Infinity), 'ratio: got "Infinity"; expected a finite number'],
    ['a wrong part', MetricSource.sum(queue, MetricSource.redisStream({ connection: 'jobs', stream: '', group: 'g' })), 'sources[1].stream: got ""; expected a non-empty string'],
    ['a part of an unknown connection', MetricSource.sum(queue, MetricSource.weighted(MetricSource.redisStream({ connection: 'other', stream: 's', group: 'g' }), 2)),
      'chart/worker: source.connection: got "other"; expected a connection of the scaler chart/scaler (jobs, metrics)'],
    ['a part of a connection of another type', MetricSource.max(MetricSource.redisStream({ connection: 'metrics', stream: 's', group: 'g' })),
      'source.connection: got "metrics"; expected a redis, redis-cluster, redis-sentinel connection, which source redis-stream reads; this one is prometheus'],
    ['an embedded queue beside connections', MetricSource.max(MetricSource.memory({ queue: 'trial' })), 'source: got "memory"; expected a source outside the scaler'],
  ])('refuses %s', (_, source, message) => {
    expect(() => metadata(source)).toThrow(message);
  });

  describe('where there may be no worker', () => {
    test('needs a part that sees jobs then, and parts that can be read then', () => {
      expect(metadata(MetricSource.max(queue, vllm(OnEmpty.ZERO)), 0)).toMatchObject({ sourceType: 'max' });
      expect(metadata(MetricSource.pendingToRunning(MetricSource.sum(MetricSource.weighted(vllm(OnEmpty.ZERO), 2), queue), 4), 0)).toBeDefined();
    });

    test.each([
      ['only workers tell of jobs', MetricSource.max(vllm(OnEmpty.ZERO), vllm(OnEmpty.ZERO))],
      ['a part cannot be read', MetricSource.max(queue, vllm(OnEmpty.ERROR))],
      ['a part of a part cannot be read', MetricSource.sum(queue, MetricSource.weighted(vllm(), 2))],
    ])('is refused where %s', (_, source) => {
      expect(() => metadata(source, 0)).toThrow('expected a source that sees jobs while no worker runs, because none does without work and vllm reads what only running workers '
        + 'export; give vllm onEmpty: OnEmpty.ZERO and combine it with the queue that the jobs wait in, or a metric of the gateway, by MetricSource.max(...)');
    });

    test('is not where there always is one', () => {
      expect(metadata(MetricSource.max(queue, vllm(OnEmpty.ERROR)), 1)).toMatchObject({ sourceType: 'max' });
    });
  });
});
