import { App, Chart, Yaml } from 'cdk8s';
import { Construct } from 'constructs';
import { Connection, ExternalScaler, GpuAutoscaledWorkerProps, MetricSource, ScalerTls } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';

const JOBS = { jobs: Connection.redis({ host: 'redis.ml-platform' }) };

/** A worker that names no scaler. */
function newSharer(chart: Chart, props: Partial<GpuAutoscaledWorkerProps> = {}, id: string = 'worker') {
  return newWorker(chart, { connections: JOBS, ...props, scaler: undefined }, id);
}

/** The scaler's configuration, as it finds it. */
function configOf(chart: Chart) {
  return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']);
}

describe('a worker without a scaler', () => {
  test('has the scaler of its chart, which is made for it', () => {
    const chart = newChart();
    const worker = newSharer(chart);
    expect(worker.scaler).toBeInstanceOf(ExternalScaler);
    expect(worker.scaler!.node.path).toBe('chart/scaler');
    expect(new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata.scalerAddress).toBe(worker.scaler!.address);
    expect(configOf(chart)).toEqual({ connections: { jobs: { type: 'redis', host: 'redis.ml-platform', port: 6379, database: 0, tls: false } } });
  });

  test('gets the same objects as one that names a scaler of the same connections', () => {
    const shared = newChart();
    newScaler(shared, { connections: {} });
    newSharer(shared);
    const explicit = newChart();
    newWorker(explicit, { scaler: newScaler(explicit) });
    expect(Yaml.stringify(...new Synthesized(shared).objects)).toBe(Yaml.stringify(...new Synthesized(explicit).objects));
  });

  test('shares it with the others of its chart, and their connections with them', () => {
    const chart = newChart();
    const nodePool = newPool(chart);
    const first = newSharer(chart, { nodePool });
    const second = newSharer(chart, {
      nodePool,
      connections: { metrics: Connection.prometheus({ url: 'http://prometheus:9090' }), jobs: Connection.redis({ host: 'redis.ml-platform' }) },
    }, 'second');
    const third = newSharer(chart, { nodePool, connections: undefined }, 'third');
    expect(second.scaler).toBe(first.scaler);
    expect(third.scaler).toBe(first.scaler);
    expect(first.scaler!.connectionNames).toEqual(['jobs', 'metrics']);
    expect(Object.keys(configOf(chart).connections)).toEqual(['jobs', 'metrics']);
  });

  test('mounts the Secrets of the connections that workers declare, and rolls the scaler for them', () => {
    const deployment = (connections: { [name: string]: Connection }) => {
      const chart = newChart();
      newSharer(chart, { connections });
      return new Synthesized(chart).one('Deployment', 'scaler').spec.template;
    };
    const secret = { name: 'redis' } as never;
    const withPassword = deployment({ jobs: Connection.redis({ host: 'redis', password: { secret } }) });
    expect(withPassword.spec.volumes.map(({ name }: { name: string }) => name)).toEqual(['config', 'secrets-jobs']);
    expect(withPassword.metadata.annotations).not.toEqual(deployment(JOBS).metadata.annotations);
  });

  test('takes the ExternalScaler that the chart has under the id scaler', () => {
    const chart = newChart();
    const scaler = newScaler(chart, { tls: ScalerTls.certManager(), connections: {} });
    expect(newSharer(chart).scaler).toBe(scaler);
  });

  test('has another one in another chart', () => {
    const app = new App();
    const [first, second] = ['a', 'b'].map((id) => newSharer(new Chart(app, id, { namespace: 'ml-platform' })).scaler);
    expect(first!.address).not.toBe(second!.address);
  });

  test('synthesized twice, and made twice, gives the same bytes', () => {
    const [chart, again] = [newChart(), newChart()];
    [chart, again].forEach((each) => newSharer(each));
    const bytes = (each: Chart) => Yaml.stringify(...new Synthesized(each).objects);
    expect(bytes(chart)).toBe(bytes(chart));
    expect(bytes(chart)).toBe(bytes(again));
  });

  test('is refused another connection of a name that is taken', () => {
    const chart = newChart();
    const { nodePool } = newSharer(chart);
    expect(() => newSharer(chart, { nodePool, connections: { jobs: Connection.redis({ host: 'other' }) } }, 'second')).toThrow(
      'chart/second: connections: got "jobs"; expected the connection that the scaler chart/scaler has under this name already; rename one of the two');
  });

  test.each<[string, Partial<GpuAutoscaledWorkerProps>, string]>([
    ['declares no connection', { connections: undefined },
      'chart/worker: source.connection: got "jobs"; expected a connection of the scaler chart/scaler (it has none); add connections: { jobs: Connection.redis({ ... }) } to the worker'],
    ['misspells one', { connections: { Jobs: JOBS.jobs } }, 'chart/worker: connections: got "Jobs"; expected names of at most 50 lower-case letters'],
    ['declares one that is not complete', { connections: { jobs: Connection.redis({ host: '' }) } }, 'chart/worker: connections.jobs.host: got ""'],
    ['has an embedded queue, which two replicas cannot share', { connections: {}, source: MetricSource.memory({ queue: 'trial' }) }, 'chart/worker: source: got "memory"'],
  ])('is refused when it %s', (_, props, message) => {
    expect(() => newSharer(newChart(), props)).toThrow(message);
  });

  test('is refused where the id scaler is taken by something else', () => {
    const chart = newChart();
    new Construct(chart, 'scaler');
    expect(() => newSharer(chart)).toThrow(
      'chart/worker: scaler: got nothing; expected an ExternalScaler, because chart/scaler, which would be the one of the chart, is something else; give the worker a scaler, or chart/scaler another id');
  });
});

describe('a worker with a scaler', () => {
  test('may declare further connections of it', () => {
    const chart = newChart();
    const scaler = newScaler(chart);
    newWorker(chart, {
      scaler,
      connections: { streams: Connection.redis({ host: 'streams' }) },
      source: MetricSource.redisStream({ connection: 'streams', stream: 's', group: 'g' }),
    });
    expect(scaler.connectionNames).toEqual(['jobs', 'streams']);
  });

  test('is refused one beside an embedded queue, which would be gone with it', () => {
    const chart = newChart();
    const scaler = newScaler(chart, { replicas: 1, connections: {} });
    const { nodePool } = newWorker(chart, { scaler, source: MetricSource.memory({ queue: 'trial' }) });
    expect(() => newWorker(chart, { scaler, nodePool, connections: JOBS }, 'second')).toThrow(
      'chart/second: connections: got "jobs"; expected none, because chart/worker reads an embedded queue of the scaler chart/scaler; give one of the two a scaler of its own');
  });
});
