/** What holds for a source by what it is put together from. */
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

/** Which jobs a source that is read itself counts. */
export function countedBy(source: LeafSourceMetadata): CountedMetadata {
  const kind = SOURCES[source.type] as SourceKind<SourceMetadata>;
  return kind.counts?.(source) ?? 'all';
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
