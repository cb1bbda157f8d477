import { Manifest, Path } from '../rule';
import { entries, items, text } from './values';
import { ContractError, LeafSourceMetadata, leavesOf, parseTriggerMetadata, SourceMetadata } from '../../contract';

/** Triggers of a resource metric: they see only pods that run. */
const RESOURCE_TRIGGERS = ['cpu', 'memory'];

/** Without any of these entries a trigger of our scaler has no query. */
const MAY_HAVE_QUERIES = ['query', 'sources', 'source'];

/** A PromQL query, and the entry of the metadata that it is in. */
export interface Query {
  readonly key: string;
  readonly text: string;
}

/** One trigger of a ScaledObject or a ScaledJob. */
export class Trigger {
  public readonly type: string;

  /** The entries of the metadata that are scalars. */
  public readonly parameters: readonly (readonly [string, string])[];

  /** The same by their names. */
  public readonly metadata: { readonly [key: string]: string };

  /** The PromQL queries by which work is counted, of KEDA's own trigger or of our scaler's. */
  public readonly queries: readonly Query[];

  /** Whether queries alone say how much work there is. */
  public readonly isOfQueries: boolean;

  public constructor(public readonly spec: Manifest, public readonly path: Path) {
    this.type = text(spec.type);
    this.parameters = entries(spec.metadata);
    this.metadata = Object.fromEntries(this.parameters);
    const read = this.type === 'prometheus' ? [queriesOfKeda(this.metadata)] : this.isExternal ? queriesOfScaler(this.metadata) : [];
    this.queries = read.flat();
    this.isOfQueries = read.length > 0 && read.every((queries) => queries.length > 0);
  }

  /** Whether a scaler outside of KEDA answers. */
  public get isExternal(): boolean {
    return this.type === 'external' || this.type === 'external-push';
  }

  /** Whether it measures CPU or memory of the pods. */
  public get isResource(): boolean {
    return RESOURCE_TRIGGERS.includes(this.type);
  }

  /** Where an entry of the metadata is. */
  public at(key: string): Path {
    return [...this.path, 'metadata', key];
  }
}

/** The triggers of a ScaledObject or a ScaledJob. */
export function triggersOf(object: Manifest): readonly Trigger[] {
  return items(object.spec?.triggers).map((trigger, index) => new Trigger(trigger, ['spec', 'triggers', index]));
}

/** What KEDA's own Prometheus trigger has of queries. */
function queriesOfKeda({ query = '' }: { readonly [key: string]: string }): readonly Query[] {
  return query.trim() === '' ? [] : [{ key: 'query', text: query }];
}

/** What each source that our scaler reads for a trigger has of queries; nothing for the trigger of another scaler. */
function queriesOfScaler(metadata: { readonly [key: string]: string }): readonly (readonly Query[])[] {
  if (!MAY_HAVE_QUERIES.some((key) => key in metadata)) {
    return []; // most workers' sources; reading their metadata takes its time
  }
  const source = metadata.sourceType === undefined ? undefined : sourceOf(metadata);
  if (source === undefined) {
    return [];
  }
  const key = 'sources' in source ? 'sources' : 'source' in source ? 'source' : undefined;
  return leavesOf(source).map((leaf) => queriesOfLeaf(leaf).map((query) => ({ ...query, key: key ?? query.key })));
}

/** The source of a trigger of our scaler; nothing if its metadata is of somebody else, or says something impossible. */
function sourceOf(metadata: { readonly [key: string]: string }): SourceMetadata | undefined {
  try {
    return parseTriggerMetadata(metadata).source;
  } catch (error) {
    if (error instanceof ContractError) {
      return undefined;
    }
    throw error;
  }
}

function queriesOfLeaf(leaf: LeafSourceMetadata): readonly Query[] {
  return leaf.type !== 'prometheus-query' ? [] : [
    { key: 'query', text: leaf.query },
    ...(leaf.inFlightQuery === undefined ? [] : [{ key: 'inFlightQuery', text: leaf.inFlightQuery }]),
  ];
}
