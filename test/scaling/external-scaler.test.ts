import { App, Chart } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import { Connection, ExternalScaler, MetricSource, TracingOptions } from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { version } from '../../package.json';
import { readTracing } from '../../scaler/src/tracing-settings';
import { newChart, newScaler, newWorker, Synthesized } from '../support/synth';

describe('ExternalScaler', () => {
  test('defaults', () => {
    const chart = newChart();
    newScaler(chart);
    expect(new Synthesized(chart).objects).toMatchSnapshot();
  });

  test('answers under the full name of its headless Service', () => {
    const chart = newChart();
    const scaler = newScaler(chart);
    const service = new Synthesized(chart).one('Service');
    expect(service.spec.clusterIP).toBe('None');
    expect(scaler.address).toBe(`${service.metadata.name}.ml-platform.svc.cluster.local:6000`);
  });

  test('writes a configuration that the scaler reads, without a secret in it', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'redis', 'redis');
    newScaler(chart, {
      connections: {
        jobs: Connection.redis({
          host: 'redis', port: 6380, database: 3, username: 'scaler', password: { secret, key: 'pass' }, tls: true, ca: { secret },
        }),
        plain: Connection.redis({ host: 'other' }),
      },
    });
    const synthesized = new Synthesized(chart);
    expect(parseScalerConfig(synthesized.one('ConfigMap').data['scaler.json'])).toEqual({
      connections: {
        jobs: {
          type: 'redis',
          host: 'redis',
          port: 6380,
          database: 3,
          username: 'scaler',
          passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password',
          tls: true,
          caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
        },
        plain: { type: 'redis', host: 'other', port: 6379, database: 0, tls: false },
      },
    });
    const pod = synthesized.one('Deployment').spec.template.spec;
    expect(pod.volumes).toContainEqual({
      name: 'secrets-jobs',
      projected: {
        sources: [
          { secret: { name: 'redis', items: [{ key: 'pass', path: 'password' }] } },
          { secret: { name: 'redis', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
        ],
      },
    });
    expect(pod.volumes.map((volume: any) => volume.name)).toEqual(['config', 'secrets-jobs']);
  });

  test('runs the image of the same version, or the one that is named, by tag or by digest', () => {
    const imageOf = (image?: string) => {
      const chart = newChart();
      newScaler(chart, { image });
      return new Synthesized(chart).one('Deployment').spec.template.spec.containers[0].image;
    };
    expect(imageOf()).toBe(`ghcr.io/cdk8s-gpu-autoscaler/scaler:${version}`);
    for (const image of ['registry.example.com/gpu-scaler:1.0.0', `registry.example.com/gpu-scaler@sha256:${'0'.repeat(64)}`]) {
      expect(imageOf(image)).toBe(image);
    }
  });

  test('rolls its pods when the configuration changes', () => {
    const checksum = (host: string) => {
      const chart = newChart();
      newScaler(chart, { connections: { jobs: Connection.redis({ host }) } });
      return new Synthesized(chart).one('Deployment').spec.template.metadata.annotations['checksum/config'];
    };
    expect(checksum('a')).toBe(checksum('a'));
    expect(checksum('a')).not.toBe(checksum('b'));
  });

  test("admits KEDA's namespace only", () => {
    const chart = newChart();
    newScaler(chart, { kedaNamespace: 'autoscaling' });
    expect(new Synthesized(chart).one('NetworkPolicy').spec.ingress[0].from).toEqual([
      { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'autoscaling' } } },
    ]);
  });

  test.each([
    [{ replicas: 0 }, 'chart/scaler: replicas: got 0; expected a whole number from 1 to 2147483647'],
    [{ image: '' }, 'image: got ""'],
    [{ kedaNamespace: '' }, 'kedaNamespace: got ""'],
    [{ connections: { Jobs: Connection.redis({ host: 'redis' }) } }, 'connections: got "Jobs"; expected names of at most 50 lower-case letters'],
    [{ connections: { jobs: Connection.redis({ host: '' }) } }, 'connections.jobs.host: got ""'],
    [{ connections: { jobs: Connection.redis({ host: 'redis', port: 0 }) } }, 'connections.jobs.port: got 0; expected a whole number from 1 to 65535'],
    [{ connections: { jobs: Connection.redis({ host: 'redis', database: -1 }) } }, 'connections.jobs.database: got -1'],
  ])('refuses %j', (props, message) => {
    expect(() => newScaler(newChart(), props)).toThrow(message);
  });

  test('refuses a chart without a namespace: KEDA would look for the scaler in its own', () => {
    expect(() => new ExternalScaler(new Chart(new App(), 'chart'), 'scaler')).toThrow(
      "chart/scaler: namespace: got nothing; expected a chart with a namespace; write new Chart(app, 'name', { namespace: 'ml-platform' })");
  });
});

describe('tracing', () => {
  const otlpEndpoint = 'http://collector.observability:4318';
  const envOf = (tracing?: TracingOptions) => {
    const chart = newChart();
    newScaler(chart, { tracing });
    return new Synthesized(chart).one('Deployment').spec.template.spec.containers[0].env;
  };
  const of = (env: any[], name: string) => env.find((variable) => variable.name === name);

  test('is none by default', () => {
    expect(envOf().map(({ name }: any) => name)).toEqual(['CONFIG_FILE']);
  });

  test("is written as OpenTelemetry's own variables, one trace of a hundred", () => {
    expect(envOf({ otlpEndpoint }).slice(1)).toEqual([
      { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: otlpEndpoint },
      { name: 'OTEL_TRACES_SAMPLER', value: 'parentbased_traceidratio' },
      { name: 'OTEL_TRACES_SAMPLER_ARG', value: '0.01' },
      { name: 'OTEL_SERVICE_NAME', value: 'gpu-scaler' },
      { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
      { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'k8s.namespace.name=ml-platform,k8s.pod.name=$(POD_NAME)' },
    ]);
  });

  test('takes headers from a Secret', () => {
    const chart = newChart();
    const secret = Secret.fromSecretName(chart, 'collector', 'collector');
    const headers = (key?: string) => of(envOf({ otlpEndpoint, headers: { secret, key } }), 'OTEL_EXPORTER_OTLP_HEADERS').valueFrom;
    expect(headers()).toEqual({ secretKeyRef: { name: 'collector', key: 'headers' } });
    expect(headers('otlp')).toEqual({ secretKeyRef: { name: 'collector', key: 'otlp' } });
  });

  test('says more of the sender, encoded so that neither OpenTelemetry nor the kubelet takes it for something else', () => {
    const env = envOf({ otlpEndpoint, sampleRatio: 1, serviceName: 'scaler-of-ml', resourceAttributes: { 'team': 'a=1, $(POD_NAME)', 'deployment.environment.name': 'prod' } });
    expect(of(env, 'OTEL_TRACES_SAMPLER_ARG').value).toBe('1');
    expect(of(env, 'OTEL_SERVICE_NAME').value).toBe('scaler-of-ml');
    expect(of(env, 'OTEL_RESOURCE_ATTRIBUTES').value).toBe(
      'team=a%3D1%2C%20%24(POD_NAME),deployment.environment.name=prod,k8s.namespace.name=ml-platform,k8s.pod.name=$(POD_NAME)');
  });

  test('is what the scaler accepts', () => {
    const env = envOf({ otlpEndpoint, sampleRatio: 0 });
    expect(readTracing(Object.fromEntries(env.map(({ name, value }: any) => [name, value])))).toBe(otlpEndpoint);
  });

  test.each([
    [{ otlpEndpoint: 'collector:4318' }, 'chart/scaler: tracing.otlpEndpoint: got "collector:4318"; expected a URL that starts with http:// or https://'],
    [{ otlpEndpoint: `${otlpEndpoint}/v1/traces` }, 'tracing.otlpEndpoint: got "http://collector.observability:4318/v1/traces"; expected a base URL, to which /v1/traces is added'],
    [{ otlpEndpoint: 'https://me:horse@collector' }, 'tracing.otlpEndpoint: got "https://...@collector"; expected a URL without credentials; send them as headers'],
    [{ otlpEndpoint, sampleRatio: 1.01 }, 'chart/scaler: tracing.sampleRatio: got 1.01; expected a number from 0 to 1'],
    [{ otlpEndpoint, sampleRatio: -0.1 }, 'tracing.sampleRatio: got -0.1'],
    [{ otlpEndpoint, sampleRatio: NaN }, 'tracing.sampleRatio: got NaN'],
    [{ otlpEndpoint, serviceName: '' }, 'tracing.serviceName: got ""'],
    [{ otlpEndpoint, resourceAttributes: { 'a b': 'c' } }, 'tracing.resourceAttributes: got "a b"; expected names of letters, digits'],
    [{ otlpEndpoint, resourceAttributes: { team: '' } }, 'tracing.resourceAttributes.team: got ""; expected a non-empty string'],
  ])('refuses %j', (tracing, message) => {
    expect(() => newScaler(newChart(), { tracing })).toThrow(message);
  });
});

describe('MetricSource', () => {
  test('memory is for a scaler of one replica without connections', () => {
    const chart = newChart();
    newWorker(chart, { scaler: newScaler(chart, { replicas: 1, connections: {} }), source: MetricSource.memory({ queue: 'trial' }) });
    expect(new Synthesized(chart).one('ScaledObject').spec.triggers[0].metadata).toMatchObject({ sourceType: 'memory', queue: 'trial' });
  });

  test('memory is refused elsewhere', () => {
    expect(() => newWorker(newChart(), { source: MetricSource.memory({ queue: 'trial' }) })).toThrow(
      'chart/worker: source: got "memory"; expected a source outside the scaler');
  });

  test('refuses a connection that the scaler does not have', () => {
    const source = MetricSource.redisStream({ connection: 'job', stream: 's', group: 'g' });
    expect(() => newWorker(newChart(), { source })).toThrow(
      'chart/worker: source.connection: got "job"; expected a connection of the scaler chart/scaler (jobs); add connections: { job: Connection.redis({ ... }) }');
  });

  test.each(['connection', 'stream', 'group'])('redisStream refuses an empty %s', (field) => {
    const source = MetricSource.redisStream({ connection: 'jobs', stream: 's', group: 'g', [field]: '' });
    expect(() => newWorker(newChart(), { source })).toThrow(`${field}: got ""; expected a non-empty string`);
  });
});
