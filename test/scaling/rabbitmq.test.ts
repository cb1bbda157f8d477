import { Chart, Duration } from 'cdk8s';
import { Secret } from 'cdk8s-plus-28';
import {
  Connection, GpuAutoscaledWorkerProps, GpuBatchWorker, HealthCheck, HttpAuthentication, MetricSource, RabbitmqAmqpConnectionOptions,
  RabbitmqConnectionOptions,
} from '../../lib';
import { parseScalerConfig } from '../../lib/contract';
import { newChart, newPool, newScaler, newWorker, Synthesized } from '../support/synth';

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

describe('Connection.rabbitmqAmqp', () => {
  const secret = () => Secret.fromSecretName(newChart(), 'secret', 'rabbitmq');
  const synthesized = (options: Partial<RabbitmqAmqpConnectionOptions> = {}) => {
    const chart = newChart();
    const jobs = Connection.rabbitmqAmqp({ host: 'rabbitmq.ml-platform', username: 'scaler', password: { secret: secret() }, ...options });
    newScaler(chart, { connections: { jobs } });
    return new Synthesized(chart);
  };
  const config = (options: Partial<RabbitmqAmqpConnectionOptions> = {}) =>
    parseScalerConfig(synthesized(options).one('ConfigMap').data['scaler.json']).connections.jobs;

  test('needs a host and a user, and reads the virtual host that every RabbitMQ has', () => {
    expect(config()).toEqual({
      type: 'rabbitmq-amqp',
      host: 'rabbitmq.ml-platform',
      port: 5672,
      virtualHost: '/',
      username: 'scaler',
      passwordFile: '/etc/gpu-autoscaler/secrets/jobs/password',
      tls: false,
    });
  });

  test('every option', () => {
    expect(config({ port: 5673, virtualHost: 'inference', tls: true, ca: { secret: secret() } })).toMatchObject({
      port: 5673, virtualHost: 'inference', tls: true, caFile: '/etc/gpu-autoscaler/secrets/jobs/ca.crt',
    });
  });

  test('has another port with TLS', () => {
    expect(config({ tls: true })).toMatchObject({ port: 5671 });
  });

  test('keeps the password in its Secret', () => {
    const [volume] = synthesized({ password: { secret: secret(), key: 'pass' } }).one('Deployment').spec.template.spec.volumes.slice(1);
    expect(volume.projected.sources).toEqual([{ secret: { name: 'rabbitmq', items: [{ key: 'pass', path: 'password' }] } }]);
  });

  test.each([
    [{ host: 'amqp://rabbitmq' }, 'connections.jobs.host: got "amqp://rabbitmq"; expected the name or the address of a host alone'],
    [{ username: '' }, 'connections.jobs.username: got ""; expected a non-empty string'],
    [{ virtualHost: '' }, 'connections.jobs.virtualHost: got ""; expected a non-empty string'],
    [{ port: 0 }, 'connections.jobs.port: got 0; expected a whole number from 1 to 65535'],
  ])('refuses %j', (options, message) => {
    expect(() => config(options)).toThrow(message);
  });
});

describe('a queue over AMQP, of which nobody knows what is in flight', () => {
  const MINUTES = 20;
  const props = (chart: Chart): Partial<GpuAutoscaledWorkerProps> => {
    const password = { secret: Secret.fromSecretName(chart, 'secret', 'rabbitmq') };
    return {
      scaler: newScaler(chart, {
        connections: { jobs: Connection.rabbitmqAmqp({ host: 'rabbitmq', username: 'scaler', password }), redis: Connection.redis({ host: 'redis' }) },
      }),
      source: QUEUE,
      maxJobDuration: Duration.minutes(MINUTES),
    };
  };
  const QUEUE = MetricSource.rabbitmqQueue({ connection: 'jobs', queue: 'inference-jobs' });
  const LIST = MetricSource.redisList({ connection: 'redis', waiting: ['jobs'], inFlight: ['taken'] });
  const cooldown = (more: Partial<GpuAutoscaledWorkerProps> = {}) => {
    const chart = newChart();
    newWorker(chart, { ...props(chart), ...more });
    return new Synthesized(chart).one('ScaledObject').spec.cooldownPeriod;
  };
  const counted = cooldown({ source: LIST });

  test('is cooled down for at least the longest job', () => {
    expect(counted).toBe(960);
    expect(cooldown()).toBe(MINUTES * 60);
    expect(cooldown({ cooldownPeriod: Duration.minutes(MINUTES) })).toBe(MINUTES * 60);
  });

  test('so is one whose query does not say whether it counts them, which may be cooled down sooner', () => {
    const source = MetricSource.httpJson({ connection: 'http', path: '/queues', waiting: '/outstanding' });
    const unsaid = (more: Partial<GpuAutoscaledWorkerProps> = {}) => {
      const chart = newChart();
      const scaler = newScaler(chart, { connections: { http: Connection.http({ url: 'http://gateway.ml' }) } });
      newWorker(chart, { scaler, source, maxJobDuration: Duration.minutes(MINUTES), ...more });
      return new Synthesized(chart).one('ScaledObject').spec.cooldownPeriod;
    };
    expect(unsaid()).toBe(MINUTES * 60);
    expect(unsaid({ cooldownPeriod: Duration.minutes(16) })).toBe(960);
  });

  test('refuses a shorter cooldown', () => {
    expect(() => cooldown({ cooldownPeriod: Duration.minutes(16) })).toThrow('chart/worker: cooldownPeriod (seconds): got 960; expected at least 1200, the longest job, '
      + 'because its source counts only jobs that wait: a worker whose job was the last would be told to end while it works; raise it, or count the jobs in flight too');
  });

  test('may be cooled down sooner beside another view of the same jobs that has those in flight, but not beside other jobs', () => {
    expect(cooldown({ source: MetricSource.max(QUEUE, LIST) })).toBe(counted);
    expect(cooldown({ source: MetricSource.sum(QUEUE, LIST) })).toBe(MINUTES * 60);
    expect(cooldown({ source: MetricSource.weighted(QUEUE, 2) })).toBe(MINUTES * 60);
  });

  test('so with a Redis list whose workers keep their jobs nowhere', () => {
    expect(cooldown({ source: MetricSource.redisList({ connection: 'redis', waiting: ['jobs'], inFlight: [] }) })).toBe(MINUTES * 60);
  });

  test('a batch worker says when it has taken its job, and KEDA subtracts only those that have not', () => {
    const batch = (jobTaken?: HealthCheck) => {
      const chart = newChart();
      const { scaler, source } = props(chart);
      new GpuBatchWorker(chart, 'batch', {
        image: 'registry.example.com/worker:1.0.0', nodePool: newPool(chart), scaler, source, maxReplicas: 8, maxJobDuration: Duration.minutes(MINUTES), jobTaken,
      });
      return new Synthesized(chart).one('ScaledJob').spec.scalingStrategy;
    };
    expect(batch(HealthCheck.command('test', '-e', '/tmp/job'))).toEqual({ strategy: 'accurate', pendingPodConditions: ['Ready'] });
    expect(() => batch()).toThrow('because only waiting jobs are counted');
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
    expect(() => metadata({ connection: 'redis' })).toThrow('source.connection: got "redis"; expected a rabbitmq, rabbitmq-amqp connection, which source rabbitmq-queue reads; this one is redis');
  });
});
