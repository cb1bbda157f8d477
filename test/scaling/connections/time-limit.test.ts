import { Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Connection } from '../../../lib';
import { parseScalerConfig } from '../../../lib/contract';
import { newChart, newScaler, Synthesized } from '../../support/synth';

const url = 'http://server.ml-platform';
const host = 'server.ml-platform';
const secret = Secret.fromSecretName(newChart(), 'secret', 'rabbitmq');
const database = { host, database: 'jobs', username: 'scaler', queries: {} };

/** A connection of each type, with a time limit. */
const CONNECTIONS: { readonly [type: string]: (timeout?: Duration) => Connection } = {
  'http': (timeout) => Connection.http({ url, timeout }),
  'kafka': (timeout) => Connection.kafka({ brokers: [{ host }], timeout }),
  'model-servers': (timeout) => Connection.modelServers({ url, timeout }),
  'mysql': (timeout) => Connection.mysql({ ...database, timeout }),
  'nats': (timeout) => Connection.nats({ host, timeout }),
  'postgresql': (timeout) => Connection.postgresql({ ...database, timeout }),
  'prometheus': (timeout) => Connection.prometheus({ url, timeout }),
  'rabbitmq': (timeout) => Connection.rabbitmq({ url, timeout }),
  'rabbitmq-amqp': (timeout) => Connection.rabbitmqAmqp({ host, username: 'scaler', password: { secret }, timeout }),
  'redis': (timeout) => Connection.redis({ host, timeout }),
  'redis-cluster': (timeout) => Connection.redisCluster({ nodes: [{ host }], timeout }),
  'redis-sentinel': (timeout) => Connection.redisSentinel({ sentinels: [{ host }], primary: 'main', timeout }),
  'sqs': (timeout) => Connection.sqs({ region: 'eu-central-1', timeout }),
};

function config(connection: Connection) {
  const chart = newChart();
  newScaler(chart, { connections: { jobs: connection } });
  return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
}

describe('the time limit of a connection', () => {
  test.each(Object.entries(CONNECTIONS))('%s: reaches the scaler', (type, connection) => {
    expect(config(connection(Duration.millis(400)))).toMatchObject({ type, timeoutMs: 400 });
  });

  test('is left to the scaler if nothing is said', () => {
    expect(config(CONNECTIONS.http())).not.toHaveProperty('timeoutMs');
  });

  test.each([
    [Duration.millis(100), 100],
    [Duration.seconds(1.4), 1400],
  ])('may be %p', (timeout, timeoutMs) => {
    expect(config(CONNECTIONS.redis(timeout))).toMatchObject({ timeoutMs });
  });

  test.each([
    [Duration.millis(99), 99],
    [Duration.seconds(2), 2000],
    [Duration.millis(0.5), 0.5],
  ])('is refused where KEDA would wait for too long, or no server could answer: %p', (timeout, got) => {
    expect(() => config(CONNECTIONS.redis(timeout))).toThrow(`chart/scaler: connections.jobs.timeoutMs: got ${got}; expected a whole number from 100 to 1400`);
  });
});
