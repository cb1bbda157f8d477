import { askForEach } from './ask-for-each';
import { bearer } from './credentials';
import { Source, SourceContext } from './source';
import { HttpsModelFile, HttpsModelSource } from '../../../lib/contract/model-cache';
import { withoutQuery } from '../fetch/connections';
import { within } from '../fetch/deadline';
import { discard, httpGet } from '../fetch/http-get';
import { RemoteFile, RemoteRequest } from '../fetch/remote-file';
import { Problem } from '../problem';

/** Files of HTTP servers. */
export class HttpsSource implements Source {
  public readonly access: string;

  public constructor(private readonly config: HttpsModelSource, private readonly context: SourceContext) {
    this.access = config.tokenFile === undefined ? 'the server wants a credential; name the file that holds one as tokenFile'
      : `the server does not take the token in ${config.tokenFile}; replace it in its Secret`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return askForEach(this.config.files, (file) => within(this.context.answerMs, withoutQuery(file.url), this.look(file, signal)));
  }

  /** Asks for the first byte: a HEAD is refused by many who sign URLs, and says nothing of ranges. */
  private async look({ url, path, sha256 }: HttpsModelFile, signal: AbortSignal): Promise<RemoteFile> {
    const request = async (): Promise<RemoteRequest> => ({ url, headers: await bearer(this.config.tokenFile) });
    const answer = await httpGet(this.context.connections, await request(), 'bytes=0-0', signal);
    const { 'content-range': range, 'content-length': length } = answer.headers;
    const ranges = answer.status !== 200;
    const size = ranges ? Number(/^bytes (?:0-0|\*)\/(\d+)$/.exec(range ?? '')?.[1]) : Number(length);
    await discard(answer);
    if (!Number.isSafeInteger(size)) {
      throw new Problem('refused', `${withoutQuery(url)}: the server does not say how large it is; serve it with Content-Length`);
    }
    // Mirrors behind one name have different ETags for the same file. The checksum says more.
    return { path, size, checksum: { algorithm: 'sha256', value: sha256 }, ranges, request };
  }
}
