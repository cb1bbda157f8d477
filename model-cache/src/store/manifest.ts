import { readFile } from 'node:fs/promises';
import { Verified } from '../fetch/journal';
import { FileFacts } from '../fetch/remote-file';

/** One file of a version. */
export interface ManifestFile extends FileFacts {
  readonly verified: Verified;
}

/** What a version consists of: written before its directory appears, and all that the agent ever removes of it. */
export interface Manifest {
  /** Name of the model. */
  readonly model: string;
  readonly files: readonly ManifestFile[];
}

export function sizeOf({ files }: Manifest): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/** Reads a manifest; nothing if there is none that can be read. */
export async function readManifest(path: string): Promise<Manifest | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
