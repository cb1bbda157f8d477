/** Where things stand below the directory of the models. A model's files are below `NAME`, a link that appears when all of them are there. */
import { createHash } from 'crypto';
import { CachedModelConfig } from './model-cache-config';
import { ModelSource, modelSource } from './model-source';

/** The agent's own directories. Their names start with a dot, which no model's does. */
export const MODEL_CACHE_LAYOUT = {
  /** A file for each model that is ready, named by `modelVersion`. */
  ready: '.ready',
  /** A file for each pod that uses a model, named by `modelLease`. */
  inUse: '.in-use',
  /** Complete models, each with the list of its files. */
  versions: '.versions',
  /** Models that are being fetched. */
  partial: '.partial',
} as const;

/** What tells one content of a model from another: its name, and a digest of its source without the names of credentials. */
export function modelVersion({ name, source }: CachedModelConfig): string {
  return `${name}-${sourceDigest(source)}`;
}

/** 12 hexadecimal digits that are the same for equal sources, whatever the order of their fields. */
export function sourceDigest(source: ModelSource): string {
  const content = Object.entries(modelSource.read('source', source)).filter(([name]) => !name.endsWith('File'));
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

/** The file, below the directory of the models, that is there while the model is ready. Workers wait for it. */
export function modelMarker(model: CachedModelConfig): string {
  return `${MODEL_CACHE_LAYOUT.ready}/${modelVersion(model)}`;
}

/** Where its files stand, below the directory of the models: another content has another place. */
export function modelFiles(model: CachedModelConfig): string {
  return `${MODEL_CACHE_LAYOUT.versions}/${modelVersion(model)}`;
}

/** The name of the file in `inUse` by which a pod keeps a version of a model from being evicted. */
export function modelLease(version: string, podUid: string): string {
  return `${version}.${podUid}`;
}
