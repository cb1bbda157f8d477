import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The folders that files stand in, relative to their directory, which is the first; each before those in it. */
export function foldersOf(files: readonly { readonly path: string }[]): ReadonlySet<string> {
  const parents = (path: string): string[] => (path === '.' ? [] : [...parents(dirname(path)), path]);
  return new Set(['.', ...files.flatMap(({ path }) => parents(dirname(path)))]);
}

/** What stands in a directory beside the files of a list, and beside their folders. Of a folder that has none of them only the folder itself. */
export async function straysIn(directory: string, files: readonly { readonly path: string }[]): Promise<string[]> {
  const listed = new Set(files.map(({ path }) => path));
  const folders = foldersOf(files);
  const look = async (folder: string): Promise<string[]> => {
    const entries = await readdir(join(directory, folder), { withFileTypes: true });
    const strays = await Promise.all(entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && folders.has(path)) {
        return look(path);
      }
      return entry.isFile() && listed.has(path) ? [] : [path];
    }));
    return strays.flat();
  };
  return look('.');
}

/** Removes the files of a list, and the folders that are empty then. What else is there stays. */
export async function removeFiles(directory: string, files: readonly { readonly path: string }[]): Promise<void> {
  await Promise.all(files.map(({ path }) => unlink(join(directory, path)).catch(unless('ENOENT', 'ENOTDIR', 'EISDIR'))));
  for (const folder of [...foldersOf(files)].reverse()) {
    await rmdir(join(directory, folder)).catch(unless('ENOENT', 'ENOTDIR', 'ENOTEMPTY'));
  }
}

/** Whether anything has this name. */
export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}

/** Bytes that files take on the disk, whose holes take none. */
export async function diskUsage(path: string): Promise<number> {
  const entries = await readdir(path, { withFileTypes: true });
  const sizes = await Promise.all(entries.map(async (entry) => {
    const child = join(path, entry.name);
    return entry.isDirectory() ? diskUsage(child) : lstat(child).then(({ blocks }) => blocks * 512, () => 0);
  }));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Takes errors for success that say that something is not there, or is somebody else's. */
function unless(...codes: readonly string[]): (error: NodeJS.ErrnoException) => void {
  return (error) => {
    if (!codes.includes(error.code ?? '')) {
      throw error;
    }
  };
}
