import { bearer } from './credentials';
import { Source, SourceContext } from './source';
import { HuggingFaceModelSource } from '../../../lib/contract/model-cache';
import { eachWithin, within } from '../fetch/deadline';
import { RemoteFile } from '../fetch/remote-file';
import { unreachable } from '../fetch/unreachable';
import { Problem } from '../problem';

const HUB = 'https://huggingface.co';

/** A repository of a Hugging Face hub. Large files come from where the hub redirects to; each has a SHA-256, the others the id of their Git blob. */
export class HuggingFaceSource implements Source {
  public readonly access: string;

  public constructor(private readonly config: HuggingFaceModelSource, private readonly context: SourceContext) {
    const { repository, tokenFile } = config;
    this.access = tokenFile === undefined ? `${repository} is private or gated, or does not exist; name the file that holds a token as tokenFile`
      : `the hub does not give ${repository} to the token in ${tokenFile}; accept the model's terms with its account, or replace it in its Secret`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    const { repository, revision, movingRevision, endpoint = HUB, tokenFile } = this.config;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { listFiles, modelInfo } = require('@huggingface/hub') as typeof import('@huggingface/hub');
    const hubUrl = endpoint.replace(/\/$/, '');
    const { answerMs } = this.context;
    const what = `${repository} of ${endpoint}`;
    try {
      // The library takes only tokens of huggingface.co, and hubs of one's own have others.
      const proof = await bearer(tokenFile);
      const ask = (url: string, init?: RequestInit): Promise<Response> => {
        const headers = { ...init?.headers as Record<string, string>, ...(new URL(url).origin === new URL(hubUrl).origin ? proof : {}) };
        return fetch(url, { ...init, signal, headers });
      };
      const hub = { hubUrl, fetch: ask as typeof fetch };
      const commit = movingRevision === true ? (await within(answerMs, what, modelInfo({ ...hub, name: repository, revision, additionalFields: ['sha'] }))).sha : revision;
      const files: RemoteFile[] = [];
      const listed = listFiles({ ...hub, repo: { type: 'model', name: repository }, revision: commit, recursive: true });
      for await (const { type, path, size, oid, lfs } of eachWithin(answerMs, what, listed)) {
        if (type === 'file') {
          const url = `${hubUrl}/${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
          files.push({
            path,
            size,
            checksum: lfs !== undefined ? { algorithm: 'sha256', value: lfs.oid } : oid !== undefined ? { algorithm: 'git-sha1', value: oid } : undefined,
            ranges: true,
            request: async () => ({ url, headers: await bearer(tokenFile) }),
          });
        }
      }
      return files;
    } catch (error) {
      signal.throwIfAborted();
      throw this.problem(error as Error & { statusCode?: number });
    }
  }

  private problem(error: Error & { statusCode?: number }): unknown {
    const { repository, revision, endpoint = HUB } = this.config;
    const what = `${repository} at ${revision} of ${endpoint}`;
    if (error instanceof Problem) {
      return error;
    }
    switch (error.statusCode) {
      case 401:
      case 403:
        return new Problem('denied', `${what}: HTTP status ${error.statusCode}`);
      case 404:
        return new Problem('absent', `${what}: HTTP status 404; correct the repository or the revision`);
      case 429:
      case 503:
        return new Problem('busy', `${what}: HTTP status ${error.statusCode}; it is tried again`);
      default:
        return unreachable(what, error, 'check the endpoint and the network to it');
    }
  }
}
