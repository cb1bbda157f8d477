import { Secret } from 'cdk8s-plus-28';
import { Connection, KafkaAuthentication, KafkaConnectionOptions, KafkaOffsetReset, KafkaOptions, MetricSource } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const secret = () => Secret.fromSecretName(newChart(), 'secret', 'kafka');

describe('Connection.kafka', () => {
  const config = (options: KafkaConnectionOptions) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: Connection.kafka(options) } });
    const synthesized = new Synthesized(chart);
    return {
      connection: parseScalerConfig(synthesized.one('ConfigMap').data['scaler.json']).connections.jobs,
      volumes: synthesized.one('Deployment').spec.template.spec.volumes.slice(1),
    };
  };

  test('needs a broker only', () => {
    expect(config({ brokers: [{ host: 'kafka.ml-platform' }] })).toEqual({
      connection: { type: 'kafka', brokers: [{ host: 'kafka.ml-platform', port: 9092 }], tls: false }, volumes: [],
    });
  });

  test('every option', () => {
    expect(config({
      brokers: [{ host: 'kafka-0', port: 9093 }, { host: 'kafka-1' }],
      authentication: KafkaAuthentication.scramSha512('scaler', { secret: secret(), key: 'scaler-password' }),
      tls: true,
      ca: { secret: secret() },
    })).toEqual({
      connection: {
        type: 'kafka',
        brokers: [{ host: 'kafka-0', port: 9093 }, { host: 'kafka-1', port: 9092 }],
        authentication: { type: 'scram-sha-512', username: 'scaler', passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password' },
        tls: true,
        caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
      },
      volumes: [{
        name: 'secrets-jobs',
        projected: {
          sources: [
            { secret: { name: 'kafka', items: [{ key: 'scaler-password', path: 'password' }] } },
            { secret: { name: 'kafka', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
        },
      }],
    });
  });

  test.each([
    ['plain', KafkaAuthentication.plain],
    ['scram-sha-256', KafkaAuthentication.scramSha256],
    ['scram-sha-512', KafkaAuthentication.scramSha512],
  ])('authentication by %s', (type, factory) => {
    expect(config({ brokers: [{ host: 'kafka' }], authentication: factory('scaler', { secret: secret() }) }).connection).toMatchObject({
      authentication: { type, username: 'scaler', passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password' },
    });
    expect(() => config({ brokers: [{ host: 'kafka' }], authentication: factory('', { secret: secret() }) })).toThrow(
      'connections.jobs.authentication.username: got ""; expected a non-empty string');
  });

  test.each([
    [{ brokers: [] }, 'chart/scaler: connections.jobs.brokers: got []; expected a list of at least 1'],
    [{ brokers: [{ host: '' }] }, 'connections.jobs.brokers[0].host: got ""; expected a non-empty string'],
    [{ brokers: [{ host: 'kafka', port: 0 }] }, 'connections.jobs.brokers[0].port: got 0; expected a whole number from 1 to 65535'],
    [{ brokers: [{ host: 'kafka', port: 65536 }] }, 'connections.jobs.brokers[0].port: got 65536'],
  ])('refuses %j', (options, message) => {
    expect(() => config(options)).toThrow(message);
  });
});

describe('MetricSource.kafka', () => {
  const metadata = (more: Partial<KafkaOptions> = {}, maxReplicas: number = 10) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.kafka({ brokers: [{ host: 'kafka.ml-platform' }] }), redis: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.kafka({ connection: 'jobs', group: 'workers', pollsDuringJobs: true, ...more }),
      maxReplicas,
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('is named in the metadata, without an address', () => {
    expect(metadata()).toMatchObject({ sourceType: 'kafka', connection: 'jobs', group: 'workers', offsetReset: 'earliest' });
    expect(metadata()).not.toHaveProperty('topic');
    expect(JSON.stringify(metadata())).not.toContain('kafka.ml-platform');
  });

  test('every option', () => {
    expect(metadata({ topic: 'inference', offsetReset: KafkaOffsetReset.LATEST, partitions: 10 })).toMatchObject({ topic: 'inference', offsetReset: 'latest' });
    expect(metadata({ partitions: 10 })).not.toHaveProperty('partitions');
  });

  test.each(['connection', 'group', 'topic'])('refuses an empty %s', (field) => {
    expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
  });

  test('refuses a connection of another type', () => {
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a kafka connection, which source kafka reads; this one is redis');
  });

  describe('partitions', () => {
    const warnings = (more: Partial<KafkaOptions>, maxReplicas: number): string[] => {
      const emitWarning = jest.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
      metadata(more, maxReplicas);
      const given = emitWarning.mock.calls.map(([warning]) => String(warning));
      emitWarning.mockRestore();
      return given;
    };

    test('a worker with more replicas is warned of', () => {
      expect(warnings({ partitions: 9 }, 10)).toEqual([
        'chart/worker: maxReplicas: got 10; above 9 replicas idle on their GPUs, because each partition of the topic is read by one; '
        + 'lower it, or give the topic more partitions',
      ]);
    });

    test('one with as many is not, nor one of which they are unknown', () => {
      expect(warnings({ partitions: 10 }, 10)).toEqual([]);
      expect(warnings({}, 10)).toEqual([]);
    });

    test.each([0, 1.5])('refuses %p', (partitions) => {
      expect(() => metadata({ partitions })).toThrow(`chart/worker: source.partitions: got ${partitions}; expected a whole number of at least 1`);
    });
  });
});
