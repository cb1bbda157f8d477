import fc from 'fast-check';
import { renderTriggerMetadata, SOURCE_TYPES, SOURCES, SourceMetadata } from '../../../lib/contract';
import { ScaledObjectRef } from '../../src/external-scaler-proto';
import { METRIC, redisStream } from '../support';

/** What KEDA sends as it should, about the one connection that the scaler under test has. */
export function trigger(source: SourceMetadata): { [key: string]: string } {
  return renderTriggerMetadata({ kind: 'ScaledObject', triggerId: 'jobs', metricName: METRIC, jobsPerReplica: 5, activationThreshold: 0, source });
}

/** Keys that mean something to the scaler, to KEDA or to JavaScript. */
const KEYS = [
  'schemaVersion', 'kind', 'triggerId', 'metricName', 'jobsPerReplica', 'activationThreshold', 'sourceType', 'scalerAddress',
  ...new Set(SOURCE_TYPES.flatMap((type) => Object.keys(SOURCES[type].fields))),
  '__proto__', 'constructor', 'toString', 'hasOwnProperty', '',
];

/** Values that have broken programs before. */
const VALUES = [
  '', ' ', '0', '-0', '-1', '5', '1e-7', '1e309', '-1e309', 'NaN', 'Infinity', '0x10', '9007199254740993', 'true', 'null', '[]', '{}', '[null]', '""', '"jobs"',
  '{"__proto__":{"type":"memory"}}', '[{"type":"redis-stream"}]', '{"type":"sum","sources":[]}', '\0', '\r\n', '%0d%0a', '../../etc/passwd', '${HOME}', '*', 'jobs', 'workers',
];

/** Nothing but opening brackets, which a recursive reader does not survive. */
const deep = fc.integer({ min: 1, max: 20_000 }).map((depth) => '['.repeat(depth));

/** Sources in sources, as deep as JSON has them. */
const nested = fc.integer({ min: 1, max: 500 }).map((depth) => `${'[{"type":"sum","sources":'.repeat(depth)}[]${'}]'.repeat(depth)}`);

/** Far longer than a name, and than what a client takes in the headers of an answer. */
const long = fc.integer({ min: 1000, max: 200_000 }).map((length) => 'x'.repeat(length));

const value = fc.oneof(
  { arbitrary: fc.constantFrom(...VALUES), weight: 8 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 40 }), weight: 4 },
  { arbitrary: fc.json({ maxDepth: 4 }), weight: 2 },
  { arbitrary: fc.constantFrom(...SOURCE_TYPES), weight: 2 },
  { arbitrary: fc.oneof(deep, nested, long), weight: 1 },
);
const key = fc.oneof({ arbitrary: fc.constantFrom(...KEYS), weight: 4 }, { arbitrary: fc.string({ maxLength: 20 }), weight: 1 });
const entries = fc.array(fc.tuple(key, value), { maxLength: 4 });

/** Of the connection that there is, as a producer would name things. */
const source: fc.Arbitrary<SourceMetadata> = fc.letrec<{ source: SourceMetadata; leaf: SourceMetadata }>((tie) => ({
  leaf: fc.oneof(
    fc.constant(redisStream('jobs')),
    fc.string({ minLength: 1 }).map((name) => ({ type: 'redis-stream', connection: 'jobs', stream: `x${name}`, group: 'workers' }) as const),
  ),
  source: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({ type: fc.constantFrom('max' as const, 'sum' as const), sources: fc.array(tie('source'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ type: fc.constant('weighted' as const), source: tie('source'), weight: fc.integer({ min: 1, max: 9 }) }),
  ),
})).source;

/** Metadata that is right, or but for what is changed, left out and added; or anything at all. */
const scalerMetadata = fc.oneof(
  { arbitrary: source.map(trigger), weight: 3 },
  {
    arbitrary: fc.tuple(source, entries, fc.subarray(KEYS, { maxLength: 2 }))
      .map(([right, changes, left]) => without(left, { ...trigger(right), ...own(changes) })),
    weight: 4,
  },
  { arbitrary: entries.map(own), weight: 1 },
);

/** A call about it. */
export interface MetadataCase {
  readonly method: 'GetMetricSpec' | 'GetMetrics' | 'IsActive' | 'StreamIsActive' | 'StreamMetricSpec';
  readonly ref: ScaledObjectRef;
  readonly metricName: string;
}

export const metadataCase: fc.Arbitrary<MetadataCase> = fc.record({
  method: fc.constantFrom('GetMetricSpec', 'GetMetrics', 'IsActive', 'StreamIsActive', 'StreamMetricSpec'),
  ref: fc.record({ namespace: fc.string(), name: fc.string(), scalerMetadata }),
  metricName: fc.oneof({ arbitrary: fc.constant(METRIC), weight: 4 }, { arbitrary: fc.string(), weight: 1 }),
});

/** An object that has these as its own, `__proto__` too. */
function own(list: readonly (readonly [string, string])[]): { [key: string]: string } {
  return Object.fromEntries(list);
}

function without(keys: readonly string[], map: { [key: string]: string }): { [key: string]: string } {
  return Object.fromEntries(Object.entries(map).filter(([name]) => !keys.includes(name)));
}
