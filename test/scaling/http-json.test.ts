import { Secret } from 'cdk8s-plus-28';
import { Connection, HttpAuthentication, MetricSource } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

const URL = 'http://gateway.ml-platform/api';

describe('Connection.http', () => {
  test('is declared as one to Prometheus is', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'secret', 'gateway');
    newScaler(chart, {
      connections: {
        plain: Connection.http({ url: URL }),
        guarded: Connection.http({
          url: 'https://gateway', authentication: HttpAuthentication.bearer({ secret }), headers: { 'X-Api-Key': { secret } }, ca: { secret },
        }),
      },
    });
    expect(parseScalerConfig(new Synthesized(chart).one('ConfigMap').data['scaler.json']).connections).toEqual({
      plain: { type: 'http', url: URL },
      guarded: {
        type: 'http',
        url: 'https://gateway',
        authentication: { type: 'bearer', tokenFile: '/etc/gpu-autoscaler/secrets/guarded/token' },
        headerFiles: { 'X-Api-Key': '/etc/gpu-autoscaler/secrets/guarded/X-Api-Key' },
        caFile: '/etc/gpu-autoscaler/secrets/guarded/ca.crt',
      },
    });
  });

  test('refuses a CA that nothing would be verified with', () => {
    const ca = { secret: Secret.fromSecretName(newChart(), 'secret', 'gateway') };
    expect(() => Connection.http({ url: URL, ca })).toThrow('expected a URL that begins with https://, because the connection has a CA');
  });
});

describe('MetricSource.httpJson', () => {
  const metadata = (source: MetricSource) => {
    const chart = newChart();
    newWorker(chart, {
      source, scaler: newScaler(chart, { connections: { gateway: Connection.http({ url: URL }), metrics: Connection.prometheus({ url: URL }) } }),
    });
    const { kind, triggerId, metricName, jobsPerReplica, activationThreshold, schemaVersion, scalerAddress, ...rest } =
      new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata;
    return rest;
  };
  const source = (more: object = {}) => MetricSource.httpJson({ connection: 'gateway', path: '/stats', waiting: '/waiting', ...more });

  test('defaults', () => {
    expect(metadata(source())).toEqual({ sourceType: 'http-json', connection: 'gateway', path: '/stats', waiting: '/waiting' });
  });

  test('the whole document as the number waiting, and one in flight', () => {
    expect(metadata(source({ waiting: '', inFlight: '/queues/0/a~1b' }))).toMatchObject({ waiting: '', inFlight: '/queues/0/a~1b' });
  });

  test.each(['/', '/stats?queue=a%20b&of=c', '//stats'])('accepts the path %p', (path) => {
    expect(metadata(source({ path }))).toMatchObject({ path });
  });

  test.each(['', 'stats', 'http://elsewhere/', '/../admin', '/%2e%2e/admin', '/./stats', '/stats?queue=a b', '/stats#top', '/stats#', '/stats\r\nhost: elsewhere'])(
    'refuses the path %p', (path) => {
      expect(() => metadata(source({ path }))).toThrow(`path: got ${JSON.stringify(path)}; expected a path such as "/stats?queue=a%20b"`);
    });

  test.each(['/stats?api_key=hush', '/stats?queue=a&access_token=hush', '/stats?X-Amz-Signature=hush', '/stats?Password=hush'])(
    'refuses a credential in the path, which anybody may read, and does not show it: %s', (path) => {
      expect(() => metadata(source({ path }))).toThrow(/path: got "\/stats\?[\w-]+=\.\.\."; expected a path without credentials; give the connection an authentication, or headers, which read a Secret$/);
    });

  test.each([
    [{ waiting: 'waiting' }, 'waiting: got "waiting"; expected a JSON Pointer such as "/jobs/waiting"'],
    [{ waiting: '/a~b' }, 'waiting: got "/a~b"; expected a JSON Pointer'],
    [{ inFlight: '$.running' }, 'inFlight: got "$.running"; expected a JSON Pointer'],
    [{ connection: 'metrics' }, 'expected a http connection, which source http-json reads; this one is prometheus'],
  ])('refuses %j', (wrong, message) => {
    expect(() => metadata(source(wrong))).toThrow(message);
  });
});
