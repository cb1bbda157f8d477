import { askForEach } from './ask-for-each';
import { bearer } from './credentials';
import { Source, SourceContext } from './source';
import { HttpsModelFile, HttpsModelSource } from '../../../lib/contract/model-cache';
import { withoutQuery } from '../fetch/connections';
import { discard, httpGet } from '../fetch/http-get';
import { RemoteFile, RemoteRequest } from '../fetch/remote-file';
import { Problem } from '../problem';

/** Files of HTTP servers. */
export class HttpsSource implements Source {
  public readonly access: string;

  public constructor(private readonly config: HttpsModelSource, private readonly context: SourceContext) {
    this.access = config.tokenEnv === undefined ? 'the server wants a credential; name the variable that holds one as tokenEnv'
      : `the server does not take the token in ${config.tokenEnv}; replace it in its Secret`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    return askForEach(this.config.files, (file) => this.look(file, signal));
  }

  /** Asks for the first byte: a HEAD is refused by many who sign URLs, and says nothing of ranges. */
  private async look({ url, path, sha256 }: HttpsModelFile, signal: AbortSignal): Promise<RemoteFile> {
    const { env, connections } = this.context;
    const request = async (): Promise<RemoteRequest> => ({ url, headers: bearer(env, this.config.tokenEnv) });
    const answer = await httpGet(connections, await request(), 'bytes=0-0', signal);
    const { 'content-range': range, 'content-length': length, etag } = answer.headers;
    const ranges = answer.status !== 200;
    const size = ranges ? Number(/^bytes (?:0-0|\*)\/(\d+)$/.exec(range ?? '')?.[1]) : Number(length);
    await discard(answer);
    if (!Number.isSafeInteger(size)) {
      throw new Problem('refused', `${withoutQuery(url)}: the server does not say how large it is; serve it with Content-Length`);
    }
    return { path, size, etag, checksum: { algorithm: 'sha256', value: sha256 }, ranges, request };
  }
}
