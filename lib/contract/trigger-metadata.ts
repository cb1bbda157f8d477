/**
 * The metadata of an `external-push` trigger: written by `GpuAutoscaledWorker`, read by the scaler, defined here and nowhere else.
 *
 * KEDA carries it as a flat map of strings in `triggers[].metadata` and sends the whole map with every call
 * (`ScaledObjectRef.scalerMetadata`). It holds no secret: credentials stay in the scaler's own pod, behind a connection name.
 *
 * Pure data, no imports from cdk8s: the scaler bundles this file.
 */
import { ContractError, refusal } from './contract-error';

/** Version of this metadata layout. A scaler refuses a version it does not know. */
export const SCHEMA_VERSION = '1';

/** Keys that belong to KEDA itself; the scaler ignores them. */
export const KEDA_KEYS = ['scalerAddress', 'enableTLS', 'unsafeSsl'] as const;

/** The work outstanding in a Redis Stream: consumer-group lag plus pending entries. */
export interface RedisStreamSourceMetadata {
  readonly type: 'redis-stream';
  /** Name of a connection in the scaler's configuration. */
  readonly connection: string;
  /** Key of the stream. */
  readonly stream: string;
  /** Consumer group that the workers read with. */
  readonly group: string;
}

/** A queue inside the scaler's own process: for trying things out, gone when the scaler restarts. */
export interface MemorySourceMetadata {
  readonly type: 'memory';
  /** Name of the embedded queue. */
  readonly queue: string;
}

/** Every kind of source that the contract knows. */
export type SourceMetadata = RedisStreamSourceMetadata | MemorySourceMetadata;

/** What a worker tells the scaler about itself. */
export interface TriggerMetadata {
  /** The KEDA kind that carries the trigger: an ScaledObject and a ScaledJob of one name are indistinguishable otherwise. */
  readonly kind: 'ScaledObject' | 'ScaledJob';
  /** Distinguishes several triggers of one object; lower-case letters, digits and dashes. */
  readonly triggerId: string;
  /** Metric name without KEDA's `s0-` prefix; lower-case letters, digits and dashes. */
  readonly metricName: string;
  /** Target average value: jobs (waiting and in flight) that one replica answers for. More than 0; three decimals reach the HPA. */
  readonly jobsPerReplica: number;
  /** Active when outstanding work is strictly greater than this. 0 or more. */
  readonly activationThreshold: number;
  /** Where the number comes from. */
  readonly source: SourceMetadata;
}

/** The fields of each source, in the order in which they are written. */
const SOURCE_FIELDS: { readonly [T in SourceMetadata['type']]: readonly string[] } = {
  'redis-stream': ['connection', 'stream', 'group'],
  'memory': ['queue'],
};

/** The source types, as the scaler's error messages list them. */
export const SOURCE_TYPES = Object.keys(SOURCE_FIELDS) as ReadonlyArray<SourceMetadata['type']>;

/** A name that is a valid path segment of the external metrics API and survives its lower-casing. */
const NAME = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** HPA quantities are rounded to three decimals, so a smaller target would become 0 and the HPA would be refused. */
const SMALLEST_TARGET = 0.001;

/** Renders the metadata as KEDA carries it. Checks it first: what this returns, `parseTriggerMetadata` accepts. */
export function renderTriggerMetadata(metadata: TriggerMetadata): { [key: string]: string } {
  const flat: { [key: string]: string } = {
    schemaVersion: SCHEMA_VERSION,
    kind: metadata.kind,
    triggerId: metadata.triggerId,
    metricName: metadata.metricName,
    jobsPerReplica: String(metadata.jobsPerReplica),
    activationThreshold: String(metadata.activationThreshold),
    sourceType: metadata.source.type,
  };
  const source = metadata.source as unknown as { [field: string]: string };
  for (const field of SOURCE_FIELDS[metadata.source.type] ?? []) {
    flat[field] = source[field];
  }
  parseTriggerMetadata(flat);
  return flat;
}

/**
 * Reads the metadata of a trigger.
 *
 * @throws ContractError naming the key, the value got, what was expected and what to do
 */
export function parseTriggerMetadata(flat: { readonly [key: string]: string }): TriggerMetadata {
  if (flat.schemaVersion !== SCHEMA_VERSION) {
    throw refusal('schemaVersion', flat.schemaVersion, JSON.stringify(SCHEMA_VERSION),
      'synthesize the manifests with the library version that matches this scaler image');
  }
  const kind = flat.kind;
  if (kind !== 'ScaledObject' && kind !== 'ScaledJob') {
    throw refusal('kind', kind, '"ScaledObject" or "ScaledJob"', 'name the KEDA kind that carries the trigger');
  }
  const metadata: TriggerMetadata = {
    kind,
    triggerId: name(flat, 'triggerId'),
    metricName: name(flat, 'metricName'),
    jobsPerReplica: number(flat, 'jobsPerReplica', SMALLEST_TARGET),
    activationThreshold: number(flat, 'activationThreshold', 0),
    source: parseSource(flat),
  };
  refuseUnknownKeys(flat, metadata.source.type);
  return metadata;
}

function parseSource(flat: { readonly [key: string]: string }): SourceMetadata {
  const type = flat.sourceType as SourceMetadata['type'];
  const fields = Object.prototype.hasOwnProperty.call(SOURCE_FIELDS, type ?? '') ? SOURCE_FIELDS[type] : undefined;
  if (fields === undefined) {
    throw refusal('sourceType', flat.sourceType, `one of ${SOURCE_TYPES.join(', ')}`, 'use a MetricSource factory of the library');
  }
  const source: { [key: string]: string } = { type };
  for (const field of fields) {
    const value = flat[field];
    if (value === undefined || value.trim() === '') {
      throw refusal(field, value, `a non-empty string, required by source ${type}`, `set ${field} on the metric source`);
    }
    source[field] = value;
  }
  return source as unknown as SourceMetadata;
}

function name(flat: { readonly [key: string]: string }, key: string): string {
  const value = flat[key];
  if (value === undefined || !NAME.test(value)) {
    throw refusal(key, value, 'lower-case letters, digits and dashes, at most 63', `rename ${key}`);
  }
  return value;
}

function number(flat: { readonly [key: string]: string }, key: string, least: number): number {
  const text = flat[key];
  const value = text === undefined || text.trim() === '' ? NaN : Number(text);
  if (!Number.isFinite(value) || value < least) {
    throw refusal(key, text, `a finite number of at least ${least}`, `correct ${key}`);
  }
  return value;
}

/** A misspelt key is an error here, not a silently used default. */
function refuseUnknownKeys(flat: { readonly [key: string]: string }, type: SourceMetadata['type']): void {
  const known = new Set<string>([
    ...KEDA_KEYS, 'schemaVersion', 'kind', 'triggerId', 'metricName', 'jobsPerReplica', 'activationThreshold', 'sourceType',
    ...SOURCE_FIELDS[type],
  ]);
  const unknown = Object.keys(flat).filter((key) => !known.has(key));
  if (unknown.length > 0) {
    throw new ContractError(unknown[0], `${unknown[0]}: unknown metadata key for source ${type}; ` +
      `expected only ${[...known].filter((key) => !(KEDA_KEYS as readonly string[]).includes(key)).join(', ')}; remove it or correct its spelling`);
  }
}
