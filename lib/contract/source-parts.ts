/** What holds for a source by what it is put together from. */
import { ConnectionType } from './connections';
import { AtZero, CountedMetadata, LeafSourceMetadata, SourceKind, SourceMetadata, SOURCES } from './sources';

/** The sources that a source is put together from; nothing for one that is read itself. */
export function partsOf(source: SourceMetadata): readonly SourceMetadata[] | undefined {
  if ('sources' in source) {
    return source.sources;
  }
  return 'source' in source ? [source.source] : undefined;
}

/** The sources that a source is put together from, down to those that are read; itself, if it is one. */
export function leavesOf(source: SourceMetadata): readonly LeafSourceMetadata[] {
  const parts = partsOf(source);
  return parts === undefined ? [source as LeafSourceMetadata] : parts.flatMap(leavesOf);
}

/** Which jobs a source that is read itself counts, over a connection of a certain type. */
export function countedBy(source: LeafSourceMetadata, connection: ConnectionType | undefined): CountedMetadata {
  const kind = SOURCES[source.type] as SourceKind<SourceMetadata>;
  return kind.counts?.(source, connection) ?? 'all';
}

/**
 * Whether jobs in flight are left out of what a source counts: of the largest of several views they are not if one of them has them.
 *
 * @param counted which jobs a source that is read itself counts
 */
export function missesInFlight(source: SourceMetadata, counted: (leaf: LeafSourceMetadata) => CountedMetadata): boolean {
  const parts = partsOf(source);
  if (parts === undefined) {
    return counted(source as LeafSourceMetadata) === 'waiting';
  }
  const misses = (part: SourceMetadata): boolean => missesInFlight(part, counted);
  return source.type === 'max' ? parts.every(misses) : parts.some(misses);
}

/** The weights in a source other than 1. */
export function weightsOf(source: SourceMetadata): readonly number[] {
  const own = source.type === 'weighted' && source.weight !== 1 ? [source.weight] : [];
  return [...own, ...(partsOf(source) ?? []).flatMap(weightsOf)];
}

/** What a source tells while no worker runs. One that is put together fails with any of its parts, and sees jobs with any of them. */
export function atZero(source: SourceMetadata): AtZero {
  const parts = partsOf(source)?.map(atZero);
  if (parts !== undefined) {
    return (['error', 'jobs'] as const).find((tells) => parts.includes(tells)) ?? 'zero';
  }
  const kind = SOURCES[source.type] as SourceKind<SourceMetadata>;
  return kind.atZero?.(source) ?? 'jobs';
}
