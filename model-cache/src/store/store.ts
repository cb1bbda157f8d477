import { chmod, lstat, mkdir, readdir, readlink, rename, rm, rmdir, stat, statfs, symlink, unlink, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Manifest, ManifestFile, readManifest, sizeOf } from './manifest';
import { CachedModelConfig, MODEL_CACHE_LAYOUT, modelVersion } from '../../../lib/contract/model-cache';
import { Coverage } from '../fetch/coverage';
import { hashOf } from '../fetch/file-hash';
import { Journal, syncDirectory, writeDurably } from '../fetch/journal';
import { Problem } from '../problem';

/** A complete version of a model. */
export interface StoredVersion {
  readonly version: string;
  readonly manifest: Manifest;
  /** Bytes. */
  readonly size: number;
  /** When a pod was last known to use it, or it became complete; in milliseconds. */
  readonly lastUsed: number;
}

/** Bytes of the filesystem. */
export interface Filesystem {
  readonly total: number;
  readonly free: number;
}

/** What is wrong with files of a version that should be complete. */
export type Inspection = 'absent' | 'intact' | { readonly damaged: readonly string[] };

/**
 * The directory of the models. A version appears by one rename when all of it is there and verified, its link by another, its marker by a third; they go in
 * the opposite order. So a link never leads to half a model, and a marker never speaks of one.
 */
export class Store {
  public constructor(public readonly directory: string) {}

  /** Makes the agent's own directories. */
  public async open(): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o755 });
    for (const own of Object.values(MODEL_CACHE_LAYOUT)) {
      await mkdir(join(this.directory, own), { recursive: true, mode: 0o755 });
    }
    // Any pod may say that it uses a model, and none may take back what another has said.
    await chmod(join(this.directory, MODEL_CACHE_LAYOUT.inUse), 0o1777);
    await this.tidy();
  }

  /** Where a version is fetched to. */
  public partial(version: string): string {
    return join(this.directory, MODEL_CACHE_LAYOUT.partial, version);
  }

  /** Where the files of a version that is being fetched stand. */
  public partialFiles(version: string): string {
    return join(this.partial(version), 'files');
  }

  /**
   * Makes sure that a model's name is free, or a link of the agent's own.
   *
   * @throws Problem if somebody else has put something there
   */
  public async requireName(name: string): Promise<void> {
    const path = join(this.directory, name);
    if (!await this.isOurLink(path) && await exists(path)) {
      throw new Problem('refused', `${path} is there and is not the agent's; move it away, or give the model another name`);
    }
  }

  /** Looks at the files of a version: size and time of each, and the checksum of those whose time has changed. */
  public async inspect(version: string): Promise<Inspection> {
    const manifest = await readManifest(this.manifestPath(version));
    const directory = this.versionPath(version);
    if (manifest === undefined || !await exists(directory)) {
      return 'absent';
    }
    const files = await Promise.all(manifest.files.map((file) => inspectFile(directory, file)));
    const damaged = manifest.files.filter((_, index) => files[index] === undefined).map(({ path }) => path);
    if (damaged.length > 0) {
      return { damaged };
    }
    if (files.some((file, index) => file !== manifest.files[index])) {
      const { lastUsed } = (await this.versions()).find((stored) => stored.version === version)!;
      await writeDurably(this.manifestPath(version), JSON.stringify({ ...manifest, files }));
      await utimes(this.manifestPath(version), new Date(), new Date(lastUsed));
    }
    return 'intact';
  }

  /** Makes a version that has been fetched and verified visible, and ready. */
  public async publish(model: CachedModelConfig, files: readonly ManifestFile[]): Promise<void> {
    const version = modelVersion(model);
    for (const directory of directoriesOf(files)) {
      await syncDirectory(join(this.partialFiles(version), directory));
    }
    await writeDurably(this.manifestPath(version), JSON.stringify({ model: model.name, files } satisfies Manifest));
    await rename(this.partialFiles(version), this.versionPath(version));
    await syncDirectory(join(this.directory, MODEL_CACHE_LAYOUT.versions));
    await this.establish(model);
    await this.discard(version);
  }

  /** Makes the link and the marker of a version that is complete; takes away those of other versions of the model. */
  public async establish(model: CachedModelConfig): Promise<void> {
    const version = modelVersion(model);
    const link = join(this.directory, model.name);
    const target = join(MODEL_CACHE_LAYOUT.versions, version);
    await this.requireName(model.name);
    if (await readlink(link).catch(() => undefined) !== target) {
      for (const { version: other, manifest } of await this.versions()) {
        if (manifest.model === model.name && other !== version) {
          await this.unmark(other);
        }
      }
      const temporary = join(this.directory, MODEL_CACHE_LAYOUT.partial, `${version}.link`);
      await rm(temporary, { force: true });
      await symlink(target, temporary);
      await rename(temporary, link);
      await syncDirectory(this.directory);
    }
    await this.mark(model.name, version);
  }

  /** Makes the marker of a version, if it has none. */
  public async mark(name: string, version: string): Promise<void> {
    if (!await exists(this.markerPath(version))) {
      await writeDurably(this.markerPath(version), `${JSON.stringify({ model: name, version, ready: new Date() })}\n`);
    }
  }

  /** Makes a version invisible. */
  public async withdraw({ name, version }: { readonly name: string; readonly version: string }): Promise<void> {
    await this.unmark(version);
    const link = join(this.directory, name);
    if (await readlink(link).catch(() => undefined) === join(MODEL_CACHE_LAYOUT.versions, version)) {
      await unlink(link);
      await syncDirectory(this.directory);
    }
  }

  /** Takes a version that is damaged back to those that are being fetched. Of the damaged files nothing counts as there. */
  public async takeBack(model: CachedModelConfig, damaged: readonly string[]): Promise<void> {
    const version = modelVersion(model);
    await this.withdraw({ name: model.name, version });
    await this.discard(version);
    await mkdir(this.partial(version));
    const { files } = (await readManifest(this.manifestPath(version)))!;
    await Promise.all(damaged.map((path) => rm(join(this.versionPath(version), path), { recursive: true, force: true })));
    await Journal.begin(this.partial(version), files, files.map(({ path, size, verified }) =>
      (damaged.includes(path) ? { coverage: new Coverage() } : { coverage: new Coverage([[0, size]]), verified })));
    await rename(this.versionPath(version), this.partialFiles(version));
    await rm(this.manifestPath(version), { force: true });
  }

  /** All complete versions. */
  public async versions(): Promise<readonly StoredVersion[]> {
    const names = (await readdir(join(this.directory, MODEL_CACHE_LAYOUT.versions))).filter((name) => name.endsWith('.json'));
    const versions = await Promise.all(names.map(async (name): Promise<StoredVersion | undefined> => {
      const version = basename(name, '.json');
      const manifest = await readManifest(this.manifestPath(version));
      if (manifest === undefined || !await exists(this.versionPath(version))) {
        return undefined;
      }
      return { version, manifest, size: sizeOf(manifest), lastUsed: (await stat(this.manifestPath(version))).mtimeMs };
    }));
    return versions.filter((version) => version !== undefined);
  }

  /** Versions that have been begun, and the bytes that each takes. */
  public async partials(): Promise<ReadonlyMap<string, number>> {
    const names = (await readdir(join(this.directory, MODEL_CACHE_LAYOUT.partial), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    return new Map(await Promise.all(names.map(async ({ name }) => [name, await diskUsage(this.partial(name))] as const)));
  }

  /** Removes what has been fetched of a version that is not complete. */
  public async discard(version: string): Promise<void> {
    await rm(this.partial(version), { recursive: true, force: true });
  }

  /** Removes a version: its files by its manifest, and directories that are empty then. What somebody else has put there stays. */
  public async remove({ version, manifest }: StoredVersion): Promise<void> {
    await this.withdraw({ name: manifest.model, version });
    const directory = this.versionPath(version);
    await Promise.all(manifest.files.map(({ path }) => rm(join(directory, path), { force: true })));
    for (const folder of [...directoriesOf(manifest.files)].reverse()) {
      await rmdir(join(directory, folder)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT') {
          throw error;
        }
      });
    }
    await rm(this.manifestPath(version), { force: true });
  }

  /** A pod uses it now. */
  public async touch(version: string, when: Date): Promise<void> {
    await utimes(this.manifestPath(version), when, when).catch(() => undefined); // it may have been removed
  }

  /** Takes the marker of a version away; returns whether there was one. */
  public async unmark(version: string): Promise<boolean> {
    try {
      await unlink(this.markerPath(version));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return false;
      }
      throw error;
    }
    await syncDirectory(join(this.directory, MODEL_CACHE_LAYOUT.ready));
    return true;
  }

  public async filesystem(): Promise<Filesystem> {
    const { bsize, blocks, bavail } = await statfs(this.directory);
    return { total: bsize * blocks, free: bsize * bavail };
  }

  /** Takes away what speaks of versions that are not there: somebody may have removed them, or the power failed. */
  private async tidy(): Promise<void> {
    const complete = new Set((await this.versions()).map(({ version }) => version));
    for (const marked of await readdir(join(this.directory, MODEL_CACHE_LAYOUT.ready))) {
      if (!complete.has(marked)) {
        await this.unmark(marked);
      }
    }
    for (const file of await readdir(join(this.directory, MODEL_CACHE_LAYOUT.versions))) {
      if (file.endsWith('.json') && !complete.has(basename(file, '.json'))) {
        await rm(join(this.directory, MODEL_CACHE_LAYOUT.versions, file), { force: true });
      }
    }
    for (const name of await readdir(this.directory)) {
      const path = join(this.directory, name);
      if (await this.isOurLink(path) && await stat(path).catch(() => undefined) === undefined) {
        await unlink(path);
      }
    }
  }

  private versionPath(version: string): string {
    return join(this.directory, MODEL_CACHE_LAYOUT.versions, version);
  }

  private manifestPath(version: string): string {
    return `${this.versionPath(version)}.json`;
  }

  private markerPath(version: string): string {
    return join(this.directory, MODEL_CACHE_LAYOUT.ready, version);
  }

  private async isOurLink(path: string): Promise<boolean> {
    return (await readlink(path).catch(() => '')).startsWith(`${MODEL_CACHE_LAYOUT.versions}/`);
  }
}

/** The file as it is now: the same object if nothing has changed, nothing if it is damaged. */
async function inspectFile(directory: string, file: ManifestFile): Promise<ManifestFile | undefined> {
  const path = join(directory, file.path);
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined || !found.isFile() || found.size !== file.size) {
    return undefined;
  }
  const { checksum, size, verified: { modified } } = file;
  if (found.mtimeMs === modified) {
    return file;
  }
  const isRight = checksum !== undefined && await hashOf(path, checksum.algorithm, size) === checksum.value;
  return isRight ? { ...file, verified: { modified: found.mtimeMs } } : undefined;
}

/** The directories that files stand in, relative to that of the version, which is the first; each before those in it. */
function directoriesOf(files: readonly ManifestFile[]): ReadonlySet<string> {
  const parents = (path: string): string[] => (path === '.' ? [] : [...parents(dirname(path)), path]);
  return new Set(['.', ...files.flatMap(({ path }) => parents(dirname(path)))]);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}

/** Bytes that files take on the disk, whose holes take none. */
async function diskUsage(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true });
  const sizes = await Promise.all(entries.map(async (entry) => {
    const child = join(path, entry.name);
    return entry.isDirectory() ? diskUsage(child) : lstat(child).then(({ blocks }) => blocks * 512, () => 0);
  }));
  return sizes.reduce((sum, size) => sum + size, 0);
}
