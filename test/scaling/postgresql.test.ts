import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, PostgresqlConnectionOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const LEAST: PostgresqlConnectionOptions = { host: 'postgres.ml-platform', database: 'jobs', username: 'scaler', queries: { outstanding: 'SELECT count(*) FROM jobs' } };

describe('Connection.postgresql', () => {
  const config = (options: PostgresqlConnectionOptions) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: Connection.postgresql(options) } });
    return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
  };

  test('defaults', () => {
    expect(config(LEAST)).toEqual({ type: 'postgresql', ...LEAST, port: 5432, tls: false });
  });

  test('every option', () => {
    const secret = Secret.fromSecretName(newChart(), 'secret', 'postgres');
    expect(config({ ...LEAST, port: 5433, password: { secret }, tls: true, ca: { secret } })).toEqual({
      type: 'postgresql',
      ...LEAST,
      port: 5433,
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
    expect(() => config({ ...LEAST, ...more } as PostgresqlConnectionOptions)).toThrow(message);
  });
});

describe('MetricSource.postgresqlQuery', () => {
  const metadata = (more: object = {}) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.postgresql(LEAST), redis: Connection.redis({ host: 'redis' }) } }),
      source: MetricSource.postgresqlQuery({ connection: 'jobs', query: 'outstanding', ...more }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test('is named in the metadata, without SQL or an address', () => {
    expect(metadata()).toMatchObject({ sourceType: 'postgresql-query', connection: 'jobs', query: 'outstanding' });
    expect(JSON.stringify(metadata())).not.toMatch(/SELECT|postgres\.ml-platform/);
  });

  test.each(['connection', 'query'])('refuses an empty %s', (field) => {
    expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
  });

  test('refuses a connection of another type', () => {
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a postgresql connection, which source postgresql-query reads; this one is redis');
  });
});
