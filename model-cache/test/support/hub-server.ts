import { createHash } from 'node:crypto';
import { IncomingMessage, ServerResponse } from 'node:http';
import { FileServer, sha256 } from './file-server';

/** A file of the hub: large ones are kept elsewhere, as Git LFS does. */
export interface HubFile {
  readonly content: Buffer;
  readonly lfs: boolean;
}

/** Files that the hub lists in one page. */
const PAGE = 2;

/**
 * A server that speaks the API of the Hugging Face hub, of one repository: revisions, trees in pages, and files, of which the large ones are redirected
 * to another server that knows nothing of tokens.
 *
 * @see https://huggingface.co/docs/hub/api
 */
export class HubServer {
  public static async start(repository: string, commit: string, files: { readonly [path: string]: HubFile }): Promise<HubServer> {
    return new HubServer(repository, commit, files, await FileServer.start(), await FileServer.start());
  }

  /** Whom the repository is given to; everybody if absent. */
  public token?: string;

  private constructor(
    private readonly repository: string, private readonly commit: string, private readonly files: { readonly [path: string]: HubFile },
    public readonly hub: FileServer, public readonly storage: FileServer,
  ) {
    hub.handler = (request, response) => this.answer(request, response);
    for (const [path, { content }] of Object.entries(files)) {
      this.storage.files.set(`/${path}`, content);
      this.hub.files.set(`/${repository}/resolve/${commit}/${path}`, content);
    }
  }

  public get url(): string {
    return this.hub.url;
  }

  public async stop(): Promise<void> {
    await Promise.all([this.hub.stop(), this.storage.stop()]);
  }

  /** Returns whether it has answered; small files are the file server's own. */
  private answer(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname, searchParams } = new URL(request.url!, this.url);
    const api = `/api/models/${this.repository}`;
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return json(response, 403, { error: `Access to model ${this.repository} is restricted` });
    }
    if (pathname === `${api}/revision/main` || pathname === `${api}/revision/${this.commit}`) {
      return json(response, 200, { _id: '1', id: this.repository, sha: this.commit, private: false, gated: false, downloads: 0, likes: 0, lastModified: '2026-01-01T00:00:00Z' });
    }
    if (pathname === `${api}/tree/${this.commit}`) {
      return this.tree(response, Number(searchParams.get('cursor') ?? 0));
    }
    const path = decodeURIComponent(pathname).slice(`/${this.repository}/resolve/${this.commit}/`.length);
    const file = pathname.startsWith(`/${this.repository}/resolve/`) ? this.files[path] : undefined;
    if (file?.lfs === true) {
      response.writeHead(302, { 'location': `${this.storage.url}/${path}?signature=secret`, 'x-linked-etag': `"${sha256(file.content)}"`, 'x-repo-commit': this.commit }).end();
      return true;
    }
    return file === undefined ? json(response, 404, { error: 'Repository not found' }) : false;
  }

  private tree(response: ServerResponse, cursor: number): boolean {
    const page = Object.entries(this.files).slice(cursor, cursor + PAGE).map(([path, { content, lfs }]) => ({
      type: 'file', path, size: content.length, oid: gitBlob(content), ...(lfs ? { lfs: { oid: sha256(content), size: content.length, pointerSize: 134 } } : {}),
    }));
    const more = cursor + PAGE < Object.keys(this.files).length;
    const next = `${this.url}/api/models/${this.repository}/tree/${this.commit}?recursive=true&expand=false&cursor=${cursor + PAGE}`;
    return json(response, 200, [{ type: 'directory', path: 'folder', size: 0, oid: '0' }, ...page], more ? { link: `<${next}>; rel="next"` } : {});
  }
}

function json(response: ServerResponse, status: number, body: unknown, headers: { readonly [name: string]: string } = {}): boolean {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  return true;
}

function gitBlob(content: Buffer): string {
  return createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
}
