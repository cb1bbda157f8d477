import { Secret } from 'cdk8s-plus-28';
import { Connection, RedisSentinelConnectionOptions } from '../../../lib';
import { parseScalerConfig } from '../../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../../support/synth';

describe('Connection.redisSentinel', () => {
  const OPTIONS: RedisSentinelConnectionOptions = { sentinels: [{ host: 'sentinel.data' }], primary: 'mymaster' };
  const synthesized = (options: RedisSentinelConnectionOptions, chart = newChart()) => {
    newWorker(chart, { scaler: newScaler(chart, { connections: { jobs: Connection.redisSentinel(options) } }) });
    return new Synthesized(chart);
  };
  const configOf = (objects: Synthesized) => parseScalerConfig(objects.one('ConfigMap').data['scaler.json']).connections.jobs;

  test('defaults', () => {
    expect(configOf(synthesized(OPTIONS))).toEqual({
      type: 'redis-sentinel', sentinels: [{ host: 'sentinel.data', port: 26379 }], primary: 'mymaster', database: 0, tls: false,
    });
  });

  test('every option', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'redis', 'redis');
    const objects = synthesized({
      sentinels: [{ host: 's-0', port: 5000 }, { host: 's-1' }],
      primary: 'jobs',
      sentinelUsername: 'watcher',
      sentinelPassword: { secret },
      database: 3,
      username: 'scaler',
      password: { secret, key: 'pass' },
      tls: true,
      ca: { secret },
    }, chart);
    expect(configOf(objects)).toEqual({
      type: 'redis-sentinel',
      sentinels: [{ host: 's-0', port: 5000 }, { host: 's-1', port: 26379 }],
      primary: 'jobs',
      sentinelUsername: 'watcher',
      sentinelPasswordFile: '/etc/gpu-autoscaler/secrets/jobs/sentinel-password',
      database: 3,
      username: 'scaler',
      passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password',
      tls: true,
      caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
    });
    expect(objects.one('Deployment', 'scaler').spec.template.spec.volumes).toContainEqual({
      name: 'secrets-jobs',
      projected: {
        sources: [
          { secret: { name: 'redis', items: [{ key: 'sentinel-password', path: 'sentinel-password' }] } },
          { secret: { name: 'redis', items: [{ key: 'pass', path: 'password' }] } },
          { secret: { name: 'redis', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    });
  });

  test.each([
    [{ sentinels: [] }, 'connections.jobs.sentinels: got []; expected a list of at least 1'],
    [{ sentinels: [{ host: '' }] }, 'connections.jobs.sentinels[0].host: got ""'],
    [{ sentinels: [{ host: 's', port: 65536 }] }, 'connections.jobs.sentinels[0].port: got 65536'],
    [{ primary: '' }, 'connections.jobs.primary: got ""; expected a non-empty string'],
    [{ database: -1 }, 'connections.jobs.database: got -1'],
  ])('refuses %j', (wrong, message) => {
    expect(() => synthesized({ ...OPTIONS, ...wrong })).toThrow(message);
  });
});
