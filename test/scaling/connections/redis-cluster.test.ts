import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, RedisClusterConnectionOptions } from '../../../lib';
import { parseScalerConfig } from '../../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../../support/synth';

describe('Connection.redisCluster', () => {
  const configOf = (options: RedisClusterConnectionOptions, chart = newChart()) => {
    newScaler(chart, { connections: { jobs: Connection.redisCluster(options) } });
    return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
  };

  test('defaults', () => {
    expect(configOf({ nodes: [{ host: 'redis.data' }] })).toEqual({ type: 'redis-cluster', nodes: [{ host: 'redis.data', port: 6379 }], tls: false });
  });

  test('every option', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'redis', 'redis');
    const nodes = [{ host: 'redis-0', port: 7000 }, { host: 'redis-1', port: 7001 }];
    expect(configOf({ nodes, username: 'scaler', password: { secret }, tls: true, ca: { secret } }, chart)).toEqual({
      type: 'redis-cluster',
      nodes,
      username: 'scaler',
      passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password',
      tls: true,
      caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
    });
  });

  test.each([
    [[], 'connections.jobs.nodes: got []; expected a list of at least 1'],
    [[{ host: '' }], 'connections.jobs.nodes[0].host: got ""; expected a non-empty string'],
    [[{ host: 'redis', port: 0 }], 'connections.jobs.nodes[0].port: got 0; expected a whole number from 1 to 65535'],
  ])('refuses nodes %j', (nodes, message) => {
    expect(() => configOf({ nodes })).toThrow(message);
  });

  const newListWorker = (waiting: string, inFlight: string) => {
    const chart = newChart();
    const scaler = newScaler(chart, { connections: { jobs: Connection.redisCluster({ nodes: [{ host: 'redis' }] }) } });
    return newWorker(chart, { scaler, source: MetricSource.redisList({ connection: 'jobs', waiting: [waiting], inFlight: [inFlight] }) });
  };

  test.each(['{jobs}:taken', 'taken{jobs}', '{jobs}'])('lists with one hash tag are read over it: %s', (inFlight) => {
    expect(() => newListWorker('{jobs}:waiting', inFlight)).not.toThrow();
  });

  test.each([
    ['{jobs}:waiting', 'jobs:taken', 'chart/worker: inFlight[0]: got "jobs:taken"; expected a key with the hash tag of {jobs}:waiting'],
    ['{}jobs', '{}other', 'inFlight[0]: got "{}other"; expected a key with the hash tag of {}jobs'],
    ['{jobs}:waiting', '{jobs}:taken:*', 'inFlight[0]: got "{jobs}:taken:*"; expected a key in full, since a cluster cannot be looked through'],
  ])('refuses lists %s and %s', (waiting, inFlight, message) => {
    expect(() => newListWorker(waiting, inFlight)).toThrow(message);
  });

  test('streams are read over it', () => {
    const chart = newChart();
    const scaler = newScaler(chart, { connections: { jobs: Connection.redisCluster({ nodes: [{ host: 'redis' }] }) } });
    expect(() => newWorker(chart, { scaler })).not.toThrow();
  });
});
