import { createHash } from 'node:crypto';
import { FileServer } from './file-server';
import { CachedModelConfig } from '../../../lib/contract/model-cache';

/** A bucket behind the JSON API of Google Cloud Storage whose objects may be exchanged, and may have no checksum, as composite objects have none. */
export class Bucket {
  private generation = 0;

  public constructor(
    private readonly server: FileServer, private objects: { readonly [name: string]: Buffer }, private readonly hasChecksums: boolean = true,
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
      ...(this.hasChecksums ? { md5Hash: createHash('md5').update(content).digest('base64') } : {}),
    }));
  }
}
