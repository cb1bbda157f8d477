import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, MysqlConnectionOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const LEAST: MysqlConnectionOptions = { host: 'mysql.ml-platform', database: 'jobs', username: 'scaler', queries: { outstanding: 'SELECT count(*) FROM jobs' } };

describe('Connection.mysql', () => {
  const config = (options: MysqlConnectionOptions) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: Connection.mysql(options) } });
    return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
  };

  test('defaults', () => {
    expect(config(LEAST)).toEqual({ type: 'mysql', ...LEAST, port: 3306, tls: false });
  });

  test('every option', () => {
    const secret = Secret.fromSecretName(newChart(), 'secret', 'mysql');
    expect(config({ ...LEAST, port: 3307, password: { secret }, tls: true, ca: { secret } })).toEqual({
      type: 'mysql',
      ...LEAST,
      port: 3307,
      passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password',
      tls: true,
      caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
    });
  });

  test.each([
    [{ host: '' }, 'chart/scaler: connections.jobs.host: got ""; expected a non-empty string'],
    [{ port: 0 }, 'connections.jobs.port: got 0; expected a whole number from 1 to 65535'],
    [{ port: 65536 }, 'connections.jobs.port: got 65536'],
    [{ database: '' }, 'connections.jobs.database: got ""'],
    [{ username: '' }, 'connections.jobs.username: got ""'],
    [{ queries: { outstanding: '' } }, 'connections.jobs.queries.outstanding: got ""; expected a non-empty string'],
    [{ queries: { 'SELECT 1': 'SELECT 1' } }, 'connections.jobs.queries: got "SELECT 1"; expected names of lower-case letters, digits and dashes'],
  ])('refuses %j', (more, message) => {
    expect(() => config({ ...LEAST, ...more } as MysqlConnectionOptions)).toThrow(message);
  });
});

describe('Connection.mysql with TLS', () => {
  test.each(['10.0.0.7', 'fd00::7'])('refuses the address %s, which a certificate would not be held against', (host) => {
    expect(() => Connection.mysql({ ...LEAST, host, tls: true })).toThrow(
      `host: got "${host}"; expected a host name, because TLS verifies it; name the host as its certificate does`);
    expect(() => Connection.mysql({ ...LEAST, host })).not.toThrow();
  });
});

describe('MetricSource.mysqlQuery', () => {
  const metadata = (more: object = {}) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.mysql(LEAST), redis: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.mysqlQuery({ connection: 'jobs', query: 'outstanding', ...more }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('is named in the metadata, without SQL or an address', () => {
    expect(metadata()).toMatchObject({ sourceType: 'mysql-query', connection: 'jobs', query: 'outstanding' });
    expect(JSON.stringify(metadata())).not.toMatch(/SELECT|mysql\.ml-platform/);
  });

  test.each(['connection', 'query'])('refuses an empty %s', (field) => {
    expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
  });

  test('refuses a connection of another type', () => {
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a mysql connection, which source mysql-query reads; this one is redis');
  });
});
