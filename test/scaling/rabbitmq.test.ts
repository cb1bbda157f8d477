import { Secret } from 'cdk8s-plus-28';
import { Connection, HttpAuthentication, MetricSource, RabbitmqConnectionOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const URL = 'http://rabbitmq.ml-platform:15672';

describe('Connection.rabbitmq', () => {
  const config = (options: RabbitmqConnectionOptions) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: Connection.rabbitmq(options) } });
    return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
  };
  const secret = () => Secret.fromSecretName(newChart(), 'secret', 'rabbitmq');

  test('needs a URL only, and reads the virtual host that every RabbitMQ has', () => {
    expect(config({ url: URL })).toEqual({ type: 'rabbitmq', url: URL, virtualHost: '/' });
  });

  test('every option', () => {
    expect(config({
      url: 'https://rabbitmq.ml-platform:15671',
      virtualHost: 'inference',
      authentication: HttpAuthentication.basic('scaler', { secret: secret() }),
      ca: { secret: secret() },
    })).toEqual({
      type: 'rabbitmq',
      url: 'https://rabbitmq.ml-platform:15671',
      virtualHost: 'inference',
      authentication: { type: 'basic', username: 'scaler', passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password' },
      caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
    });
  });

  test('refuses a URL that is none', () => {
    expect(() => config({ url: 'amqp://rabbitmq' })).toThrow('chart/scaler: connections.jobs.url: got "amqp://rabbitmq"; expected a URL');
  });

  test('refuses an empty virtual host', () => {
    expect(() => config({ url: URL, virtualHost: '' })).toThrow('chart/scaler: connections.jobs.virtualHost: got ""; expected a non-empty string');
  });

  test('refuses a CA that nothing would be verified with', () => {
    expect(() => config({ url: URL, ca: { secret: secret() } })).toThrow('expected a URL that begins with https://, because the connection has a CA');
  });
});

describe('MetricSource.rabbitmqQueue', () => {
  const metadata = (more: object = {}) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.rabbitmq({ url: URL }), redis: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.rabbitmqQueue({ connection: 'jobs', queue: 'inference-jobs', ...more }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('is named in the metadata, without an address', () => {
    expect(metadata()).toMatchObject({ sourceType: 'rabbitmq-queue', connection: 'jobs', queue: 'inference-jobs' });
    expect(JSON.stringify(metadata())).not.toContain('15672');
  });

  test.each(['connection', 'queue'])('refuses an empty %s', (field) => {
    expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
  });

  test('refuses a connection of another type', () => {
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a rabbitmq connection, which source rabbitmq-queue reads; this one is redis');
  });
});
