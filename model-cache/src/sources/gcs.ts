import type { GoogleAuth } from 'google-auth-library';
import { checksumIn } from './base64-checksum';
import { Source, SourceContext } from './source';
import { GcsModelSource } from '../../../lib/contract/model-cache';
import { within } from '../fetch/deadline';
import { httpGet } from '../fetch/http-get';
import { RemoteFile, RemoteRequest } from '../fetch/remote-file';
import { Problem } from '../problem';

const GOOGLE = 'https://storage.googleapis.com';

/** What the library says where nothing gives it credentials: a public bucket needs none. */
const NO_CREDENTIALS = /Could not load the default credentials/;

/** An object, as the list has it. */
interface StoredObject {
  readonly name: string;
  readonly size: string;
  readonly generation: string;
  readonly md5Hash?: string;
  readonly crc32c?: string;
}

/** A page of the JSON API's list of objects. */
interface ObjectList {
  readonly items?: readonly StoredObject[];
  readonly nextPageToken?: string;
}

/**
 * The objects below a prefix of a bucket, each in the generation that is listed. Only Google's library of credentials is used: with its client of the
 * storage, which adds little to two requests of the JSON API, the bundle would be three times as large.
 *
 * @see https://cloud.google.com/storage/docs/json_api/v1/objects/list
 */
export class GcsSource implements Source {
  public readonly access: string;
  private auth?: GoogleAuth;

  public constructor(private readonly config: GcsModelSource, private readonly context: SourceContext) {
    this.access = `give the pod's identity the role roles/storage.objectViewer on the bucket ${config.bucket}`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    const { bucket, prefix, endpoint = GOOGLE } = this.config;
    const folder = prefix === undefined ? '' : `${prefix}/`;
    const objects = `${endpoint.replace(/\/$/, '')}/storage/v1/b/${encodeURIComponent(bucket)}/o`;
    const { answerMs } = this.context;
    const files: RemoteFile[] = [];
    let page: ObjectList | undefined;
    do {
      const query = new URLSearchParams({ prefix: folder, fields: 'items(name,size,generation,md5Hash,crc32c),nextPageToken', ...(page === undefined ? {} : { pageToken: page.nextPageToken! }) });
      page = await within(answerMs, `gs://${bucket}`, this.ask(`${objects}?${query.toString()}`, signal));
      for (const { name, size, generation, md5Hash, crc32c } of (page.items ?? []).filter((item) => !item.name.endsWith('/'))) {
        const url = `${objects}/${encodeURIComponent(name)}?alt=media&generation=${generation}`;
        files.push({
          path: name.slice(folder.length),
          size: Number(size),
          etag: undefined, // the generation says as much
          checksum: checksumIn('md5', md5Hash) ?? checksumIn('crc32c', crc32c), // composite objects have no MD5
          ranges: true,
          request: async () => ({ url, headers: await this.headers() }),
        });
      }
    } while (page.nextPageToken !== undefined);
    return files;
  }

  private async ask(url: string, signal: AbortSignal): Promise<ObjectList> {
    const { body } = await httpGet(this.context.connections, { url, headers: await this.headers() }, undefined, signal);
    const chunks: Buffer[] = [];
    for await (const chunk of body) {
      chunks.push(Buffer.from(chunk)); // it is lent
    }
    return JSON.parse(Buffer.concat(chunks).toString()) as ObjectList;
  }

  private async headers(): Promise<NonNullable<RemoteRequest['headers']>> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { GoogleAuth: Auth } = require('google-auth-library') as typeof import('google-auth-library');
    try {
      this.auth ??= new Auth({ scopes: 'https://www.googleapis.com/auth/devstorage.read_only' });
      return { authorization: `Bearer ${await this.auth.getAccessToken()}` };
    } catch (error) {
      const { message } = error as Error;
      if (NO_CREDENTIALS.test(message)) {
        return {};
      }
      throw new Problem('denied', `gs://${this.config.bucket}: no token for the pod's identity (${message})`);
    }
  }
}
