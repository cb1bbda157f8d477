/**
 * The metadata of a trigger of our scaler: written by the workers' constructs, read by the scaler, defined here and nowhere else.
 *
 * KEDA carries it as a flat map of strings in `triggers[].metadata` and sends the whole map with every call
 * (`ScaledObjectRef.scalerMetadata`). It holds no secret: credentials stay in the scaler's own pod, behind a connection name.
 *
 * Pure data, no imports from cdk8s: the scaler bundles this file.
 */
import { ContractError, refusal } from './contract-error';
import { Field, Fields, matching, number, oneOf, readFields } from './fields';
import { SOURCE_TYPES, SourceMetadata, SOURCES, SourceType } from './sources';

/** Version of this metadata layout. A scaler refuses a version it does not know. */
export const SCHEMA_VERSION = '1';

/** Keys that belong to KEDA itself; the scaler ignores them. */
export const KEDA_KEYS = ['scalerAddress', 'enableTLS', 'unsafeSsl'] as const;

/** What a worker tells the scaler about itself. */
export interface TriggerMetadata {
  /** The KEDA kind that carries the trigger: a ScaledObject and a ScaledJob of one name are indistinguishable otherwise. */
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

/** A name that is a valid path segment of the external metrics API and survives its lower-casing. */
const name = matching(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and dashes, at most 63');

/** What every trigger says, in the order in which metadata has it; the fields of its source follow. */
const TRIGGER_FIELDS: Fields<Omit<TriggerMetadata, 'source'>> = {
  kind: oneOf('ScaledObject', 'ScaledJob'),
  triggerId: name,
  metricName: name,
  jobsPerReplica: number(0.001), // HPA quantities are rounded to three decimals, so a smaller target would become 0 and the HPA would be refused
  activationThreshold: number(0),
};

/** Renders the metadata as KEDA carries it. Checks it first: what this returns, `parseTriggerMetadata` accepts. */
export function renderTriggerMetadata(trigger: TriggerMetadata): { [key: string]: string } {
  const { source } = trigger;
  const flat = {
    schemaVersion: SCHEMA_VERSION,
    ...flattened(TRIGGER_FIELDS, trigger),
    sourceType: source.type,
    ...flattened<object>(SOURCES[source.type]?.fields ?? {}, source),
  };
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
  const type = sourceTypeOf(flat);
  const trigger = readFields(TRIGGER_FIELDS, unflattened(TRIGGER_FIELDS, flat), (key) => key);
  const source = readSource(type, flat);
  refuseUnknownKeys(flat, type, ['schemaVersion', ...Object.keys(TRIGGER_FIELDS)], KEDA_KEYS);
  return { source, ...trigger };
}

/**
 * Reads only the part of a trigger's metadata that is about its source.
 *
 * @throws ContractError naming the key, the value got, what was expected and what to do
 */
export function parseSourceMetadata(flat: { readonly [key: string]: string }): SourceMetadata {
  const type = sourceTypeOf(flat);
  const source = readSource(type, flat);
  refuseUnknownKeys(flat, type);
  return source;
}

function sourceTypeOf({ sourceType }: { readonly [key: string]: string }): SourceType {
  if (!SOURCE_TYPES.includes(sourceType as SourceType)) {
    throw refusal('sourceType', sourceType, `one of ${SOURCE_TYPES.join(', ')}`, 'use a MetricSource factory of the library');
  }
  return sourceType as SourceType;
}

function readSource(type: SourceType, flat: { readonly [key: string]: string }): SourceMetadata {
  const fields = SOURCES[type].fields as Fields<object>;
  return { type, ...readFields<object>(fields, unflattened(fields, flat), (key) => key) } as SourceMetadata;
}

function flattened<T extends object>(fields: Fields<T>, values: T): { [key: string]: string } {
  const flat: { [key: string]: string } = {};
  for (const key of Object.keys(fields)) {
    const value = (values as { [key: string]: unknown })[key];
    if (value !== undefined) {
      flat[key] = typeof value === 'object' ? JSON.stringify(value) : String(value);
    }
  }
  return flat;
}

/** The values as the fields read them; a text that is no JSON stays one, for the field to refuse. */
function unflattened<T>(fields: Fields<T>, flat: { readonly [key: string]: string }): { [key: string]: unknown } {
  const values: { [key: string]: unknown } = {};
  for (const [key, field] of Object.entries<Field<unknown>>(fields)) {
    values[key] = field.isText ? flat[key] : parsed(flat[key]);
  }
  return values;
}

function parsed(value: string | undefined): unknown {
  try {
    return value === undefined ? undefined : JSON.parse(value);
  } catch {
    return value;
  }
}

/** A misspelt key is an error here, not a silently used default. */
function refuseUnknownKeys(
  flat: { readonly [key: string]: string }, type: SourceType, further: readonly string[] = [], ignored: readonly string[] = [],
): void {
  const known = [...further, 'sourceType', ...Object.keys(SOURCES[type].fields)];
  const unknown = Object.keys(flat).find((key) => !known.includes(key) && !ignored.includes(key));
  if (unknown !== undefined) {
    throw new ContractError(unknown, `${unknown}: unknown metadata key for source ${type}; expected only ${known.join(', ')}; remove it or correct its spelling`);
  }
}
