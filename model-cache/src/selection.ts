import { RemoteFile } from './fetch/remote-file';
import { Problem } from './problem';
import { FileSelection, filePath, ModelSource } from '../../lib/contract/model-cache';

/**
 * The files that a configuration selects of those that its source lists.
 *
 * @throws Problem if there is none, or one would stand outside the model's directory or where another has its folder
 */
export function select(source: ModelSource, listed: readonly RemoteFile[]): readonly RemoteFile[] {
  const { include, exclude } = source as FileSelection;
  const files = listed.filter(({ path }) => (include === undefined || matches(include, path)) && !(exclude !== undefined && matches(exclude, path)));
  if (files.length === 0) {
    throw new Problem('absent', `none of the ${listed.length} files that the source lists is selected; correct the prefix, include or exclude`);
  }
  const paths = new Set(files.map(({ path }) => path));
  for (const { path } of files) {
    try {
      filePath.read('path', path);
    } catch {
      throw new Problem('refused', `the source lists ${JSON.stringify(path)}, which cannot stand in the model's directory; exclude it, or rename it there`);
    }
    const parts = path.split('/');
    const folder = parts.map((_, index) => parts.slice(0, index).join('/')).find((ancestor) => paths.has(ancestor));
    if (folder !== undefined) {
      throw new Problem('refused', `the source lists ${folder} as a file and as the folder of ${path}; exclude one of the two`);
    }
  }
  return files;
}

function matches(globs: readonly string[], path: string): boolean {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only when something is selected
  const picomatch = require('picomatch') as typeof import('picomatch');
  return picomatch.isMatch(path, [...globs], { dot: true });
}
