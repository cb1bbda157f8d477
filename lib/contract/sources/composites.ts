import { SourceKind } from './source-kind';
import { Field, listOf, number } from '../fields';

/** The reading of the source that has most outstanding. */
export interface MaxSourceMetadata<Source> {
  readonly type: 'max';
  readonly sources: readonly Source[];
}

/** What all the sources have, added up. */
export interface SumSourceMetadata<Source> {
  readonly type: 'sum';
  readonly sources: readonly Source[];
}

/** What a source has, each job of it counted as so many. */
export interface WeightedSourceMetadata<Source> {
  readonly type: 'weighted';
  readonly source: Source;
  /** At least 0.001. */
  readonly weight: number;
}

/** The jobs in flight at which so many would wait for each: at least those that are in flight. */
export interface PendingToRunningSourceMetadata<Source> {
  readonly type: 'pending-to-running';
  readonly source: Source;
  /** Jobs waiting for each one in flight. At least 0.001. */
  readonly ratio: number;
}

/** Sources that are put together from others. */
export type CompositeMetadata<Source> =
  | MaxSourceMetadata<Source>
  | SumSourceMetadata<Source>
  | WeightedSourceMetadata<Source>
  | PendingToRunningSourceMetadata<Source>;

/** Their types. */
export type CompositeType = CompositeMetadata<unknown>['type'];

/** What the contract knows of each, given how a part is read. */
export function composites<Source>(
  part: Field<Source>,
): { readonly [T in CompositeType]: SourceKind<Extract<CompositeMetadata<Source>, { readonly type: T }>> } {
  return {
    'max': { fields: { sources: listOf(part) } },
    'sum': { fields: { sources: listOf(part) } },
    'weighted': { fields: { source: part, weight: number(0.001) } },
    'pending-to-running': { fields: { source: part, ratio: number(0.001) } },
  };
}
