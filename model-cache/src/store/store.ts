import { chmod, lstat, mkdir, readdir, readlink, rename, rm, stat, statfs, symlink, unlink, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { diskUsage, exists, foldersOf, removeFiles, straysIn } from './file-tree';
import { Manifest, ManifestFile, readManifest, sizeOf } from './manifest';
import { CachedModelConfig, MODEL_CACHE_LAYOUT, modelVersion } from '../../../lib/contract/model-cache';
import { Coverage } from '../fetch/coverage';
import { hashOf } from '../fetch/file-hash';
import { Journal, syncDirectory, writeDurably } from '../fetch/journal';
import { FileFacts } from '../fetch/remote-file';
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

/** The filesystem that the directory is on. */
export interface Filesystem {
  /** Bytes. */
  readonly total: number;
  /** Bytes. */
  readonly free: number;
  /** Whether the containers' own files are on it too: then the kubelet deletes images when it fills, and evicts pods. */
  readonly isShared: boolean;
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

  /**
   * Begins to fetch a version, with what is there of the same files. What an earlier list had beside them is removed.
   *
   * @throws Problem if somebody else has put something where its files will stand
   */
  public async begin(version: string, files: readonly FileFacts[]): Promise<Journal> {
    for (const { path } of files) {
      const taken = join(this.versionPath(version), path);
      if (await exists(taken)) {
        throw new Problem('refused', `${taken} is there and is not the agent's; move it away`);
      }
    }
    const directory = this.partialFiles(version);
    await mkdir(directory, { recursive: true });
    const journal = await Journal.open(this.partial(version), directory, files);
    await Promise.all((await straysIn(directory, files)).map((path) => rm(join(directory, path), { recursive: true })));
    return journal;
  }

  /**
   * Makes a version that has been fetched and verified visible, and ready.
   *
   * @throws Problem if there are other files than these
   */
  public async publish(model: CachedModelConfig, files: readonly ManifestFile[]): Promise<void> {
    const version = modelVersion(model);
    const strays = await straysIn(this.partialFiles(version), files);
    if (strays.length > 0) {
      throw new Problem('changed', `${strays.join(', ')}: there, but not listed; it is removed, and the source listed again`);
    }
    for (const folder of foldersOf(files)) {
      await syncDirectory(join(this.partialFiles(version), folder));
    }
    await writeDurably(this.manifestPath(version), JSON.stringify({ model: model.name, files } satisfies Manifest));
    await moveFiles(this.partialFiles(version), this.versionPath(version), files);
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

  /**
   * Takes a version that is damaged back to those that are being fetched. Of the damaged files nothing counts as there; what somebody else has put
   * beside them stays.
   */
  public async takeBack(model: CachedModelConfig, damaged: readonly string[]): Promise<void> {
    const version = modelVersion(model);
    await this.withdraw({ name: model.name, version });
    await this.discard(version);
    await mkdir(this.partial(version));
    const { files } = (await readManifest(this.manifestPath(version)))!;
    const directory = this.versionPath(version);
    await removeFiles(directory, damaged.map((path) => ({ path })));
    await Journal.begin(this.partial(version), files, files.map(({ path, size, verified }) =>
      (damaged.includes(path) ? { coverage: new Coverage() } : { coverage: new Coverage([[0, size]]), verified })));
    if (await exists(directory)) {
      await moveFiles(directory, this.partialFiles(version), files.filter(({ path }) => !damaged.includes(path)));
    }
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
    await removeFiles(this.versionPath(version), manifest.files);
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
    const [{ bsize, blocks, bavail }, root] = await Promise.all([statfs(this.directory), statfs('/')]);
    // The root of a container says of its size what the filesystem says that is below it.
    return { total: bsize * blocks, free: bsize * bavail, isShared: bsize === root.bsize && blocks === root.blocks };
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

/** Moves files to another directory: all of them at once, unless that or this one has something of somebody else's. */
async function moveFiles(from: string, to: string, files: readonly FileFacts[]): Promise<void> {
  if (!await exists(to) && (await straysIn(from, files)).length === 0) {
    await rename(from, to);
    return;
  }
  for (const folder of foldersOf(files)) {
    await mkdir(join(to, folder), { recursive: true });
  }
  await Promise.all(files.map(({ path }) => rename(join(from, path), join(to, path))));
  for (const folder of foldersOf(files)) {
    await syncDirectory(join(to, folder));
  }
  await removeFiles(from, files);
}
