import { createHash } from 'node:crypto';
import { FileServer } from './file-server';

/** Objects that a page lists. */
const PAGE = 2;

/** Lets a file server speak the JSON API of Google Cloud Storage, of one bucket. */
export function speakGcs(server: FileServer, bucket: string, objects: { readonly [name: string]: Buffer }): void {
  const base = `/storage/v1/b/${bucket}/o`;
  for (const [name, content] of Object.entries(objects)) {
    server.files.set(`${base}/${name}`, content);
  }
  server.handler = (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, server.url);
    if (pathname !== base) {
      return searchParams.get('alt') !== 'media' || searchParams.get('generation') !== '7';
    }
    const names = Object.keys(objects).filter((name) => name.startsWith(searchParams.get('prefix') ?? ''));
    const from = Number(searchParams.get('pageToken') ?? 0);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({
      kind: 'storage#objects',
      items: names.slice(from, from + PAGE).map((name) => ({
        name, size: String(objects[name].length), generation: '7', md5Hash: createHash('md5').update(objects[name]).digest('base64'),
      })),
      nextPageToken: from + PAGE < names.length ? String(from + PAGE) : undefined,
    }));
    return true;
  };
}
