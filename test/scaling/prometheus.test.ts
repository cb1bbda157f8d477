import { Secret } from 'cdk8s-plus-28';
import { Connection, HttpAuthentication, MetricSource, OnEmpty } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const URL = 'http://prometheus.monitoring:9090';

describe('Connection.prometheus', () => {
  const config = (connection: Connection) => {
    const chart = newChart();
    newScaler(chart, { connections: { metrics: connection } });
    const synthesized = new Synthesized(chart);
    return {
      connection: parseScalerConfig(synthesized.one('ConfigMap').data['scaler.json']).connections.metrics,
      volumes: synthesized.one('Deployment').spec.template.spec.volumes.slice(1),
    };
  };
  const secret = () => Secret.fromSecretName(newChart(), 'secret', 'prometheus');

  test('needs a URL only', () => {
    expect(config(Connection.prometheus({ url: URL }))).toEqual({ connection: { type: 'prometheus', url: URL }, volumes: [] });
  });

  test('a token, further headers and a CA are files of Secrets', () => {
    expect(config(Connection.prometheus({
      url: 'https://thanos.monitoring/query',
      authentication: HttpAuthentication.bearer({ secret: secret() }),
      headers: { 'X-Scope-OrgID': { secret: secret(), key: 'tenant' } },
      ca: { secret: secret() },
    }))).toEqual({
      connection: {
        type: 'prometheus',
        url: 'https://thanos.monitoring/query',
        authentication: { type: 'bearer', tokenFile: '/etc/gpu-autoscaler/secrets/metrics/token' },
        headerFiles: { 'X-Scope-OrgID': '/etc/gpu-autoscaler/secrets/metrics/X-Scope-OrgID' },
        caFile: '/etc/gpu-autoscaler/secrets/metrics/ca.crt',
      },
      volumes: [{
        name: 'secrets-metrics',
        projected: {
          sources: [
            { secret: { name: 'prometheus', items: [{ key: 'token', path: 'token' }] } },
            { secret: { name: 'prometheus', items: [{ key: 'tenant', path: 'X-Scope-OrgID' }] } },
            { secret: { name: 'prometheus', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
          ],
        },
      }],
    });
  });

  test('a password is the file of a Secret', () => {
    const { connection, volumes } = config(Connection.prometheus({ url: URL, authentication: HttpAuthentication.basic('scaler', { secret: secret(), key: 'pass' }) }));
    expect(connection).toMatchObject({ authentication: { type: 'basic', username: 'scaler', passwordFile: '/etc/gpu-autoscaler/secrets/metrics/password' } });
    expect(volumes[0].projected.sources).toEqual([{ secret: { name: 'prometheus', items: [{ key: 'pass', path: 'password' }] } }]);
  });

  test.each([`${URL}/api/v1`, `${URL}/api/v1/query`, `${URL}/prometheus/api/v1/`])('refuses a URL that has the path of a query: %s', (url) => {
    expect(() => config(Connection.prometheus({ url }))).toThrow(
      `connections.metrics.url: got "${url}"; expected a URL without /api/v1, which is added to it; leave out that and what follows`);
  });

  test.each([
    ['', 'that starts with http:// or https://'],
    ['prometheus:9090', 'that starts with http:// or https://'],
    ['ftp://prometheus', 'that starts with http:// or https://'],
    [`${URL}/?tenant=a`, 'without query and fragment'],
    [`${URL}/#graph`, 'without query and fragment'],
  ])('refuses the URL %p', (url, expected) => {
    expect(() => config(Connection.prometheus({ url }))).toThrow(
      `chart/scaler: connections.metrics.url: got ${JSON.stringify(url)}; expected a URL ${expected}; correct connections.metrics.url`);
  });

  test('refuses a URL with credentials, and does not repeat them', () => {
    const refused = () => config(Connection.prometheus({ url: 'http://scaler:secret@prometheus:9090' }));
    expect(refused).toThrow('connections.metrics.url: got "http://...@prometheus:9090"; expected a URL without credentials; give the connection an authentication');
    expect(refused).not.toThrow('secret');
  });

  test('refuses an empty user', () => {
    expect(() => config(Connection.prometheus({ url: URL, authentication: HttpAuthentication.basic('', { secret: secret() }) }))).toThrow(
      'connections.metrics.authentication.username: got ""; expected a non-empty string');
  });

  test('refuses a header whose name is none', () => {
    expect(() => config(Connection.prometheus({ url: URL, headers: { 'X Scope': { secret: secret() } } }))).toThrow(
      'connections.metrics.headerFiles: got "X Scope"; expected names of headers: letters, digits and dashes');
  });

  test('refuses a CA that nothing would be verified with', () => {
    expect(() => Connection.prometheus({ url: URL, ca: { secret: secret() } })).toThrow(
      `url: got "${URL}"; expected a URL that begins with https://, because the connection has a CA; correct the URL, or leave the CA out`);
  });
});

describe('MetricSource.prometheusQuery', () => {
  const metadata = (source: MetricSource) => {
    const chart = newChart();
    newWorker(chart, { source, scaler: newScaler(chart, { connections: { metrics: Connection.prometheus({ url: URL }), jobs: Connection.redis({ host: 'redis' }) } }) });
    const { kind, triggerId, metricName, jobsPerReplica, activationThreshold, schemaVersion, scalerAddress, ...rest } =
      new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
    return rest;
  };

  test('defaults', () => {
    expect(metadata(MetricSource.prometheusQuery({ connection: 'metrics', query: 'sum(jobs)' }))).toEqual({
      sourceType: 'prometheus-query', connection: 'metrics', query: 'sum(jobs)', onEmpty: 'error',
    });
  });

  test('with a query for jobs in flight, and nothing read as 0', () => {
    expect(metadata(MetricSource.prometheusQuery({ connection: 'metrics', query: 'sum(waiting)', inFlightQuery: 'sum(running)', onEmpty: OnEmpty.ZERO }))).toEqual({
      sourceType: 'prometheus-query', connection: 'metrics', query: 'sum(waiting)', inFlightQuery: 'sum(running)', onEmpty: 'zero',
    });
  });

  test.each([
    [{ query: ' ' }, 'query: got " "; expected a non-empty string'],
    [{ inFlightQuery: '' }, 'inFlightQuery: got ""; expected a non-empty string'],
    [{ onEmpty: 'ignore' as OnEmpty }, 'onEmpty: got "ignore"; expected "error" or "zero"'],
    [{ connection: 'other' }, 'source.connection: got "other"; expected a connection of the scaler chart/scaler (metrics, jobs); add connections: { other: Connection.prometheus({ ... }) }'],
    [{ connection: 'jobs' }, 'source.connection: got "jobs"; expected a prometheus connection, which source prometheus-query reads; this one is redis'],
  ])('refuses %j', (wrong, message) => {
    expect(() => metadata(MetricSource.prometheusQuery({ connection: 'metrics', query: 'sum(jobs)', ...wrong }))).toThrow(message);
  });
});
