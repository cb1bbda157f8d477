import fc from 'fast-check';
import { parseTriggerMetadata, renderTriggerMetadata, SOURCE_TYPES, SourceMetadata, TriggerMetadata } from '../../lib/contract';

const METADATA: TriggerMetadata = {
  kind: 'ScaledObject',
  triggerId: 'jobs',
  metricName: 'jobs-outstanding',
  jobsPerReplica: 5,
  activationThreshold: 0,
  source: { type: 'redis-stream', connection: 'jobs', stream: 'inference-jobs', group: 'workers' },
};

describe('trigger metadata', () => {
  test('is a flat map of strings', () => {
    expect(renderTriggerMetadata(METADATA)).toEqual({
      schemaVersion: '1',
      kind: 'ScaledObject',
      triggerId: 'jobs',
      metricName: 'jobs-outstanding',
      jobsPerReplica: '5',
      activationThreshold: '0',
      sourceType: 'redis-stream',
      connection: 'jobs',
      stream: 'inference-jobs',
      group: 'workers',
    });
  });

  test('property: what one side writes the other reads', () => {
    const text = fc.string({ minLength: 1 }).filter((value) => value.trim() !== '');
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
    const weight = fc.double({ min: 0.001, max: 1000, noNaN: true });
    const { source } = fc.letrec<{ readonly source: SourceMetadata }>((tie) => ({
      source: fc.oneof({ maxDepth: 3 },
        fc.record({ type: fc.constant('redis-stream' as const), connection: text, stream: text, group: text }),
        fc.record({
          type: fc.constant('redis-list' as const),
          connection: text,
          waiting: fc.array(text, { minLength: 1 }),
          inFlight: fc.array(text.filter((key) => /[^*\s]/.test(key))),
        }),
        fc.record({ type: fc.constant('sqs' as const), connection: text, queue: fc.stringMatching(/^[A-Za-z0-9_-]{1,80}(\.fifo)?$/), includeDelayed: fc.boolean() }),
        fc.record({ type: fc.constant('rabbitmq-queue' as const), connection: text, queue: text }),
        fc.record({ type: fc.constant('nats-jetstream' as const), connection: text, stream: text, consumer: text }),
        fc.record({
          type: fc.constant('kafka' as const), connection: text, group: text, topic: text, offsetReset: fc.constantFrom('earliest' as const, 'latest' as const),
        }, { requiredKeys: ['type', 'connection', 'group', 'offsetReset'] }),
        fc.record({ type: fc.constantFrom('mysql-query' as const, 'postgresql-query' as const), connection: text, query: text }),
        fc.record({ type: fc.constant('postgresql-query' as const), connection: text, query: text, channel: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_$]{0,62}$/) }),
        fc.record({ type: fc.constant('memory' as const), queue: text }),
        fc.record({
          type: fc.constant('prometheus-query' as const), connection: text, query: text, onEmpty: fc.constantFrom('error' as const, 'zero' as const),
        }),
        fc.record({ type: fc.constantFrom('max' as const, 'sum' as const), sources: fc.array(tie('source'), { minLength: 1, maxLength: 3 }) }),
        fc.record({ type: fc.constant('weighted' as const), source: tie('source'), weight }),
        fc.record({ type: fc.constant('pending-to-running' as const), source: tie('source'), ratio: weight }),
      ),
    }));
    fc.assert(fc.property(fc.record({
      kind: fc.constantFrom('ScaledObject' as const, 'ScaledJob' as const),
      triggerId: name,
      metricName: name,
      jobsPerReplica: fc.double({ min: 0.001, max: 1e9, noNaN: true }),
      activationThreshold: fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => value + 0),
      source,
    }), (metadata) => {
      expect(parseTriggerMetadata(renderTriggerMetadata(metadata))).toEqual(metadata);
    }));
  });

  test("accepts KEDA's own keys beside it", () => {
    const flat = { ...renderTriggerMetadata(METADATA), scalerAddress: 'scaler:6000', enableTLS: 'true', unsafeSsl: 'false' };
    expect(parseTriggerMetadata(flat)).toEqual(METADATA);
  });

  test.each([
    ['schemaVersion', undefined, 'schemaVersion: got nothing; expected "1"'],
    ['schemaVersion', '2', 'schemaVersion: got "2"; expected "1"; synthesize the manifests with the library version that matches'],
    ['kind', 'Deployment', 'kind: got "Deployment"; expected "ScaledObject" or "ScaledJob"'],
    ['triggerId', 'Jobs!', 'triggerId: got "Jobs!"; expected lower-case letters, digits and dashes'],
    ['metricName', 'a/b', 'metricName: got "a/b"'],
    ['metricName', 'x'.repeat(64), 'at most 63'],
    ['jobsPerReplica', '0', 'jobsPerReplica: got 0; expected a finite number of at least 0.001'],
    ['jobsPerReplica', '0.0005', 'at least 0.001'],
    ['jobsPerReplica', 'five', 'jobsPerReplica: got "five"'],
    ['jobsPerReplica', 'NaN', 'jobsPerReplica: got "NaN"'],
    ['jobsPerReplica', 'Infinity', 'a finite number'],
    ['jobsPerReplica', '', 'jobsPerReplica: got ""'],
    ['activationThreshold', '-1', 'activationThreshold: got -1; expected a finite number of at least 0'],
    ['sourceType', 'smoke-signals', `sourceType: got "smoke-signals"; expected one of ${SOURCE_TYPES.join(', ')}; use a MetricSource factory`],
    ['sourceType', 'constructor', 'sourceType: got "constructor"'],
    ['stream', undefined, 'stream: got nothing; expected a non-empty string; set stream'],
    ['group', ' ', 'group: got " "'],
  ])('refuses %s %p', (key, value, message) => {
    const flat: { [key: string]: string } = renderTriggerMetadata(METADATA);
    if (value === undefined) {
      delete flat[key];
    } else {
      flat[key] = value;
    }
    expect(() => parseTriggerMetadata(flat)).toThrow(message);
  });

  test('refuses a misspelt key instead of using a default', () => {
    expect(() => parseTriggerMetadata({ ...renderTriggerMetadata(METADATA), activationTreshold: '1' })).toThrow(
      'activationTreshold: unknown metadata key for source redis-stream; expected only schemaVersion, kind');
  });

  test('refuses a channel of MySQL, which notifies of nothing', () => {
    const source = { type: 'mysql-query' as const, connection: 'jobs', query: 'outstanding' };
    expect(() => parseTriggerMetadata({ ...renderTriggerMetadata({ ...METADATA, source }), channel: 'jobs' })).toThrow(
      /^channel: unknown metadata key for source mysql-query; expected only .*connection, query; remove it or correct its spelling$/);
  });

  test('is refused when written wrong, too', () => {
    expect(() => renderTriggerMetadata({ ...METADATA, jobsPerReplica: 0 })).toThrow('jobsPerReplica: got 0');
  });
});
