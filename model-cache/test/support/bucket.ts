import { createHash } from 'node:crypto';
import { FileServer } from './file-server';
import { CachedModelConfig } from '../../../lib/contract/model-cache';

/** What a bucket says of its objects: an MD5, as it does of those that were uploaded in one piece; a CRC32C, as of composite ones; or nothing. */
export type BucketChecksums = 'md5' | 'crc32c' | 'none';

/** A bucket behind the JSON API of Google Cloud Storage whose objects may be exchanged. */
export class Bucket {
  private generation = 0;

  public constructor(
    private readonly server: FileServer, private objects: { readonly [name: string]: Buffer }, private readonly checksums: BucketChecksums = 'md5',
  ) {
    const list = '/storage/v1/b/models/o';
    server.handler = (request, response) => {
      const { pathname, searchParams } = new URL(request.url!, server.url);
      if (pathname === list) {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items: this.items() }));
        return true;
      }
      const path = decodeURIComponent(pathname);
      const object = this.objects[path.slice(`${list}/llama/`.length)];
      if (object === undefined || searchParams.get('generation') !== String(this.generation)) {
        response.writeHead(404).end();
        return true;
      }
      server.files.set(path, object);
      return false;
    };
  }

  /** Puts other objects in the place of all. */
  public exchange(objects: { readonly [name: string]: Buffer }): void {
    this.objects = objects;
    this.generation++;
  }

  /** What is in it, as a model. */
  public get model(): CachedModelConfig {
    return { name: 'llama', source: { type: 'gcs', bucket: 'models', prefix: 'llama', endpoint: this.server.url } };
  }

  private items(): object[] {
    return Object.entries(this.objects).map(([name, content]) => ({
      name: `llama/${name}`,
      size: String(content.length),
      generation: String(this.generation),
      ...(this.checksums === 'md5' ? { md5Hash: createHash('md5').update(content).digest('base64') } : {}),
      ...(this.checksums === 'crc32c' ? { crc32c: crc32c(content).toString('base64') } : {}),
    }));
  }
}

/* eslint-disable no-bitwise -- it is made of bits */

/** Bit by bit, as the definition has it. */
function crc32c(content: Buffer): Buffer {
  let crc = ~0;
  for (const byte of content) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
    }
  }
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(~crc >>> 0);
  return bytes;
}
