/**
 * The configuration file of the model cache agent: written by `ModelCacheDaemonSet` into a ConfigMap, read by the agent at start and when it changes.
 *
 * It names the files of credentials, never what they hold.
 */
import { ModelSource, modelSource } from './model-source';
import { refusal } from '../contract-error';
import { Field, Fields, listOf, matching, object, optional, text, whole } from '../fields';

/** A model that every node is to have. */
export interface CachedModelConfig {
  /** Name of its directory below the cache's: at most 63 letters, digits, `-`, `_` and `.`, also the last part of its node label. */
  readonly name: string;
  readonly source: ModelSource;
}

/** What the agent tells Kubernetes about its node. */
export interface NodeReportingConfig {
  /** Prefix of the label that the node gets for each model that is ready, such as `models.example.com`. */
  readonly labelPrefix: string;
  /** Key of the startup taint that goes when all models are ready; none if absent. */
  readonly startupTaint?: string;
}

/** A program that compiles for the GPU it finds, and may use again what an equal one compiled. */
export interface CompileCacheEngineConfig {
  /** Such as `vllm`: the name of its directory below the cache's. */
  readonly name: string;
  /** What it compiled is used by the same version only. */
  readonly version: string;
}

/** Where workers keep what they compile. */
export interface CompileCacheConfig {
  /** Absolute path. */
  readonly directory: string;
  /** At least one. */
  readonly engines: readonly CompileCacheEngineConfig[];
}

/** The whole file. */
export interface ModelCacheConfig {
  /** Absolute path of the directory that models are kept in. */
  readonly directory: string;
  /** Bytes that the models may take, at least 1; a share of the filesystem, `MODEL_CACHE_RUNTIME.diskShare`, if absent. */
  readonly diskBudget?: number;
  /** In order of priority: the first is fetched first. None is right: then there is only a compile cache. */
  readonly models: readonly CachedModelConfig[];
  /** Nothing is told if absent. */
  readonly node?: NodeReportingConfig;
  /** None if absent. */
  readonly compileCache?: CompileCacheConfig;
}

const absolutePath = matching(/^\/(?!\/)(?!(?:.*\/)?\.\.(?:\/|$)).+$/, 'an absolute path below / without ".."');

/** A name of one path segment, which is no hidden file: those are the agent's own. */
const directoryName = matching(/^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/,
  'at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends');

const model: Field<CachedModelConfig> = object<CachedModelConfig>({ name: directoryName, source: modelSource });

const FIELDS: Fields<ModelCacheConfig> = {
  directory: absolutePath,
  diskBudget: optional(whole(1)),
  models: listOf(model, 0),
  node: optional(object<NodeReportingConfig>({ labelPrefix: text, startupTaint: optional(text) })),
  compileCache: optional(object<CompileCacheConfig>({
    directory: absolutePath,
    engines: listOf(object<CompileCacheEngineConfig>({ name: directoryName, version: directoryName })),
  })),
};

const file = object(FIELDS);

/** Renders the file; what this returns, `parseModelCacheConfig` accepts. */
export function renderModelCacheConfig(config: ModelCacheConfig): string {
  const rendered = `${JSON.stringify(config, null, 2)}\n`;
  parseModelCacheConfig(rendered);
  return rendered;
}

/**
 * Reads the file.
 *
 * @throws ContractError naming the field, the value got, what was expected and what to do
 */
export function parseModelCacheConfig(content: string): ModelCacheConfig {
  let raw: unknown;
  try {
    raw = JSON.parse(content);
  } catch (error) {
    throw refusal('modelCache', content.slice(0, 80), 'a JSON object', `correct the file (${(error as Error).message})`);
  }
  const config = file.read('modelCache', raw);
  refuseTwice('modelCache.models', config.models);
  refuseTwice('modelCache.compileCache.engines', config.compileCache?.engines ?? []);
  const { directory, compileCache } = config;
  if (directory === compileCache?.directory) {
    throw refusal('modelCache.compileCache.directory', directory, 'another directory than that of the models, which workers only read', 'correct one of the two');
  }
  return config;
}

function refuseTwice(path: string, named: readonly { readonly name: string }[]): void {
  const names = named.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw refusal(path, twice, 'each name once', 'rename one of the two');
  }
}
