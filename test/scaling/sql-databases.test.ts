import { Secret } from 'cdk8s-plus-28';
import { Connection, MetricSource, SqlDatabaseOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const LEAST = { host: 'database.ml-platform', database: 'jobs', username: 'scaler', queries: { outstanding: 'SELECT count(*) FROM jobs' } };

type Options = SqlDatabaseOptions & { readonly port?: number };

describe.each([
  { type: 'mysql', port: 3306, connection: (options: Options) => Connection.mysql(options), sourceType: 'mysql-query', source: MetricSource.mysqlQuery },
  {
    type: 'postgresql',
    port: 5432,
    connection: (options: Options) => Connection.postgresql(options),
    sourceType: 'postgresql-query',
    source: MetricSource.postgresqlQuery,
  },
])('Connection.$type', ({ type, port, connection, sourceType, source }) => {
  const config = (options: Options) => {
    const chart = newChart();
    newScaler(chart, { connections: { jobs: connection(options) } });
    return parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections.jobs;
  };

  test('defaults', () => {
    expect(config(LEAST)).toEqual({ type, ...LEAST, port, tls: false });
  });

  test('every option', () => {
    const secret = Secret.fromSecretName(newChart(), 'secret', 'database');
    expect(config({ ...LEAST, port: 3307, password: { secret }, tls: true, ca: { secret } })).toEqual({
      type,
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
    expect(() => config({ ...LEAST, ...more } as Options)).toThrow(message);
  });

  describe('its queries as a source', () => {
    const metadata = (more: object = {}) => {
      const chart = newChart();
      newWorker(chart, {
        scaler: newScaler(chart, { connections: { jobs: connection(LEAST), redis: Connection.redis({ host: 'redis' }) } }),
        source: source({ connection: 'jobs', query: 'outstanding', ...more }),
      });
      return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
    };

    test('are named in the metadata, without SQL or an address', () => {
      expect(metadata()).toMatchObject({ sourceType, connection: 'jobs', query: 'outstanding' });
      expect(JSON.stringify(metadata())).not.toMatch(/SELECT|database\.ml-platform/);
    });

    test.each(['connection', 'query'])('refuses an empty %s', (field) => {
      expect(() => metadata({ [field]: '' })).toThrow(`${field}: got ""; expected `);
    });

    test('refuses a connection of another type', () => {
      expect(() => metadata({ connection: 'redis' })).toThrow(
        `source.connection: got "redis"; expected a ${type} connection, which source ${sourceType} reads; this one is redis`);
    });
  });
});

describe('MetricSource.postgresqlQuery with a channel', () => {
  const metadata = (channel: string) => {
    const chart = newChart();
    newWorker(chart, {
      scaler: newScaler(chart, { connections: { jobs: Connection.postgresql(LEAST) } }),
      source: MetricSource.postgresqlQuery({ connection: 'jobs', query: 'outstanding', channel }),
    });
    return new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
  };

  test.each(['jobs', '_Jobs$1', 'j'.repeat(63)])('takes %p', (channel) => {
    expect(metadata(channel)).toMatchObject({ sourceType: 'postgresql-query', channel });
  });

  test.each(['', '1st', 'new jobs', 'jobs"; DROP TABLE jobs; --', 'j'.repeat(64)])('refuses %p', (channel) => {
    expect(() => metadata(channel)).toThrow(
      `channel: got ${JSON.stringify(channel)}; expected a channel name: letters, digits, _ and $, not beginning with a digit, at most 63; correct channel`);
  });
});

describe('Connection.mysql with TLS', () => {
  test.each(['10.0.0.7', 'fd00::7'])('refuses the address %s, which a certificate would not be held against', (host) => {
    expect(() => Connection.mysql({ ...LEAST, host, tls: true })).toThrow(
      `host: got "${host}"; expected a host name, because TLS verifies it; name the host as its certificate does`);
    expect(() => Connection.mysql({ ...LEAST, host })).not.toThrow();
  });
});
