import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Descriptor {
  readonly digest: string;
  readonly size: number;
}

/** An image as a registry has it. */
export interface Image {
  /** Of its manifest: what `NAME@DIGEST` means. */
  readonly digest: string;
  /** What a pull loads. */
  readonly compressedBytes: number;
}

/** The only image of an OCI layout. */
export function imageOf(layout: string): Image {
  const [{ digest, size }] = (JSON.parse(readFileSync(join(layout, 'index.json'), 'utf8')) as { manifests: Descriptor[] }).manifests;
  const { config, layers } = JSON.parse(readFileSync(join(layout, 'blobs', ...digest.split(':')), 'utf8')) as { config: Descriptor; layers: Descriptor[] };
  return { digest, compressedBytes: [config, ...layers].reduce((sum, part) => sum + part.size, size) };
}
