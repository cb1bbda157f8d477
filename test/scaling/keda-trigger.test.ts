import { readFileSync } from 'fs';
import { join } from 'path';
import { keda, KedaTrigger, KedaTriggerOptions, TriggerMetricType, triggers } from '../../lib';
import { newChart } from '../support/synth';

const SCHEMA = JSON.parse(readFileSync(join(__dirname, '../../schemas/keda-triggers.json'), 'utf8'));

/** Options of any trigger: each of its parameters, a list of one `x`. */
const EVERYTHING = new Proxy({}, { get: (_, name) => name === 'useCachedMetrics' ? undefined : ['x'] });

const CLASSES = Object.values(triggers).filter((each): each is new (options: any) => KedaTrigger => typeof each === 'function');

const BY_TYPE = new Map(CLASSES.map((each) => new each(EVERYTHING)).map((trigger) => [trigger.type, trigger]));

function rendered(trigger: KedaTrigger): any {
  return trigger._ofScaledObject(newChart(), 'default-name');
}

function metadata(trigger: KedaTrigger): any {
  return rendered(trigger).metadata;
}

describe("every trigger of KEDA's published schema has a class", () => {
  test('79 of them', () => {
    expect([...BY_TYPE.keys()].sort()).toEqual(SCHEMA.scalers.map(({ type }: any) => type).sort());
    expect(BY_TYPE.size).toBe(79);
  });

  test.each<[string, any]>(SCHEMA.scalers.map((scaler: any) => [scaler.type, scaler]))('%s sets what KEDA reads from metadata, and nothing that it has removed', (type, { parameters }) => {
    const expected = parameters.filter(({ deprecated }: any) => deprecated === undefined).flatMap((parameter: any) => [
      ...(parameter.metadataVariableReadable ? [parameter.name.replace('*', '0')] : []),
      ...(parameter.envVariableReadable ? [`${parameter.name}FromEnv`] : []),
    ]);
    expect(Object.keys(metadata(BY_TYPE.get(type)!)).sort()).toEqual([...new Set(expected)].sort());
  });
});

describe('metadata is text', () => {
  test('numbers and booleans', () => {
    expect(metadata(new triggers.PrometheusTrigger({
      serverAddress: 'http://prometheus.monitoring:9090', query: 'sum(waiting)', threshold: 0.5, ignoreNullValues: false,
    }))).toEqual({ serverAddress: 'http://prometheus.monitoring:9090', query: 'sum(waiting)', threshold: '0.5', ignoreNullValues: 'false' });
  });

  test('lists, with the separator of the parameter', () => {
    expect(metadata(new triggers.KafkaTrigger({
      bootstrapServers: ['a:9092', 'b:9092'], consumerGroup: 'workers', offsetResetPolicy: triggers.OffsetResetPolicy.EARLIEST,
    }))).toEqual({ bootstrapServers: 'a:9092,b:9092', consumerGroup: 'workers', offsetResetPolicy: 'earliest' });
    expect(metadata(new triggers.OpensearchTrigger({
      addresses: ['https://search'], index: ['jobs', 'more-jobs'], valueLocation: 'hits.total.value', targetValue: 1,
    }))).toEqual({ addresses: 'https://search', index: 'jobs;more-jobs', valueLocation: 'hits.total.value', targetValue: '1' });
  });

  test('parameters that have the names of the user', () => {
    expect(metadata(new triggers.ExternalTrigger({ scalerAddress: 'theirs.ml:6000', metadata: { queue: 'jobs' } }))).toEqual({ scalerAddress: 'theirs.ml:6000', queue: 'jobs' });
  });

  test('an environment variable of the worker', () => {
    expect(metadata(new triggers.RabbitmqTrigger({ queueName: 'jobs', hostFromEnv: 'RABBITMQ_URL' }))).toEqual({ queueName: 'jobs', hostFromEnv: 'RABBITMQ_URL' });
  });
});

describe('what a trigger needs', () => {
  test('is refused where it is missing', () => {
    expect(() => new triggers.RabbitmqTrigger({ queueName: 'jobs' })).toThrow(
      'RabbitmqTrigger: host: got nothing; expected a value, which KEDA needs; set it, or its FromEnv or an authenticationRef where the trigger has them');
  });

  test('may be in a TriggerAuthentication', () => {
    const authenticationRef = { name: 'rabbitmq', kind: keda.ScaledObjectSpecTriggersAuthenticationRefKind.CLUSTER_TRIGGER_AUTHENTICATION };
    expect(rendered(new triggers.RabbitmqTrigger({ queueName: 'jobs', authenticationRef }))).toMatchObject({
      metadata: { queueName: 'jobs' }, authenticationRef: { name: 'rabbitmq', kind: 'ClusterTriggerAuthentication' },
    });
  });
});

describe('options of every trigger', () => {
  const redis = (options: KedaTriggerOptions) => new triggers.RedisTrigger({ listName: 'jobs', ...options });

  test('defaults', () => {
    expect(rendered(redis({}))).toEqual({ type: 'redis', name: 'default-name', metricType: 'AverageValue', metadata: { listName: 'jobs' } });
  });

  test('are rendered', () => {
    expect(rendered(redis({ triggerName: 'mine', metricType: TriggerMetricType.VALUE, useCachedMetrics: true }))).toMatchObject({
      name: 'mine', metricType: 'Value', useCachedMetrics: true,
    });
  });

  test.each([
    [redis({ metricType: TriggerMetricType.UTILIZATION }), 'chart: triggers.redis.metricType: got "Utilization"; expected AverageValue or Value'],
    [new KedaTrigger('cron', {}, { useCachedMetrics: true }), 'triggers.cron.useCachedMetrics: got true; expected nothing, because KEDA does not cache it'],
    [new KedaTrigger('', {}), 'triggers.type: got ""'],
  ])('refuses %#', (trigger, message) => {
    expect(() => rendered(trigger)).toThrow(message);
  });
});

test('a trigger that is newer than the library', () => {
  expect(rendered(new KedaTrigger('brand-new', { key: 'value' }))).toMatchObject({ type: 'brand-new', metadata: { key: 'value' } });
});
