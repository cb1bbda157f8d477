import { chmod, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Reporter } from './reporter';
import { CompileCacheConfig } from '../../lib/contract/model-cache';

/** Where what is compiled stands: what was compiled for another GPU or by another version is of no use, or wrong. */
const KEYED = '.keyed';

/** The GPU of nodes whose labels do not say. */
const UNKNOWN_GPU = 'unknown-gpu';

/**
 * The GPU as the keys have it. One that they have had stays for as long as the node's labels have it too, or say nothing: a label that comes later
 * calls the same GPU something else.
 */
async function gpuOf({ directory, engines }: CompileCacheConfig, reporter: Reporter): Promise<string> {
  const models = (await reporter.gpuModels()).map((model) => model.replace(/[^\w.-]/g, '-'));
  const links = await Promise.all(engines.map(({ name }) => readlink(join(directory, name)).catch(() => undefined)));
  const before = links.filter((link) => link !== undefined).map((link) => basename(link)).find((gpu) => gpu !== UNKNOWN_GPU);
  return before !== undefined && (models.length === 0 || models.includes(before)) ? before : models[0] ?? UNKNOWN_GPU;
}

/**
 * Makes a directory for each engine, its version and the node's GPU, that any worker may write to, and lets the engine's name lead there.
 * Directories of other GPUs and versions stay: workers wrote what is in them.
 */
export async function prepareCompileCache(config: CompileCacheConfig, reporter: Reporter): Promise<void> {
  const { directory, engines } = config;
  const gpu = await gpuOf(config, reporter);
  for (const { name, version } of engines) {
    const target = join(KEYED, `${name}-${version}`, gpu);
    const path = join(directory, target);
    await mkdir(path, { recursive: true });
    for (const passage of [dirname(dirname(path)), dirname(path)]) {
      await chmod(passage, 0o755);
    }
    await chmod(path, 0o1777);
    const link = join(directory, name);
    if (await readlink(link).catch(() => undefined) !== target) {
      const temporary = join(directory, KEYED, `${name}.link`);
      await rm(temporary, { force: true });
      await symlink(target, temporary);
      await rename(temporary, link);
    }
  }
}
