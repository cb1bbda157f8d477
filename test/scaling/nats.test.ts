import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, NatsAuthentication, NatsConnectionOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

describe('Connection.nats', () => {
  const config = (options: NatsConnectionOptions) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: Connection.nats(options) } });
    const synthesized = new Synthesized(chart);
    return {
      connection: parseScalerConfig(synthesized.one('ConfigMap').data['scaler.json']).connections.jobs,
      volumes: synthesized.one('Deployment').spec.template.spec.volumes.slice(1),
    };
  };
  const secret = () => Secret.fromSecretName(newChart(), 'secret', 'nats');

  test('needs a host only', () => {
    expect(config({ host: 'nats.ml-platform' })).toEqual({
      connection: { type: 'nats', host: 'nats.ml-platform', port: 4222, tls: false }, volumes: [],
    });
  });

  test('every option', () => {
    expect(config({
      host: 'nats', port: 4223, authentication: NatsAuthentication.credentials({ secret: secret(), key: 'scaler.creds' }), tls: true, ca: { secret: secret() },
    })).toEqual({
      connection: {
        type: 'nats',
        host: 'nats',
        port: 4223,
        authentication: { type: 'credentials', credentialsFile: '/etc/gpu-autoscaler/secrets/jobs/credentials' },
        tls: true,
        caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
      },
      volumes: [{
        name: 'secrets-jobs',
        projected: {
          sources: [
            { secret: { name: 'nats', items: [{ key: 'scaler.creds', path: 'credentials' }] } },
            { secret: { name: 'nats', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
        },
      }],
    });
  });

  test('a password and a token are files of Secrets', () => {
    expect(config({ host: 'nats', authentication: NatsAuthentication.password('scaler', { secret: secret() }) }).connection).toMatchObject({
      authentication: { type: 'password', username: 'scaler', passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password' },
    });
    expect(config({ host: 'nats', authentication: NatsAuthentication.token({ secret: secret() }) }).connection).toMatchObject({
      authentication: { type: 'token', tokenFile: '/etc/gpu-autoscaler/secrets/jobs/token' },
    });
  });

  test.each([
    [{ host: '' }, 'chart/scaler: connections.jobs.host: got ""; expected a non-empty string'],
    [{ host: 'nats', port: 0 }, 'chart/scaler: connections.jobs.port: got 0; expected a whole number from 1 to 65535'],
    [{ host: 'nats', port: 65536 }, 'connections.jobs.port: got 65536'],
  ])('refuses %j', (options, message) => {
    expect(() => config(options)).toThrow(message);
  });

  test('refuses an empty user', () => {
    expect(() => config({ host: 'nats', authentication: NatsAuthentication.password('', { secret: secret() }) })).toThrow(
      'connections.jobs.authentication.username: got ""; expected a non-empty string');
  });
});

describe('MetricSource.natsJetstream', () => {
  const metadata = (more: object = {}) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.nats({ host: 'nats.ml-platform' }), redis: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.natsJetstream({ connection: 'jobs', stream: 'inference', consumer: 'workers', extendsAckWait: true, ...more }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('is named in the metadata, without an address', () => {
    expect(metadata()).toMatchObject({ sourceType: 'nats-jetstream', connection: 'jobs', stream: 'inference', consumer: 'workers' });
    expect(JSON.stringify(metadata())).not.toContain('nats.ml-platform');
  });

  test.each(['connection', 'stream', 'consumer'])('refuses an empty %s', (field) => {
    expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
  });

  test('refuses a connection of another type', () => {
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a nats connection, which source nats-jetstream reads; this one is redis');
  });
});
