import type { TokenCredential } from '@azure/identity';
import type { ContainerClient } from '@azure/storage-blob';
import { secretOf } from './credentials';
import { Source, SourceContext } from './source';
import { AzureBlobModelSource } from '../../../lib/contract/model-cache';
import { eachWithin } from '../fetch/deadline';
import { RemoteFile, RemoteRequest } from '../fetch/remote-file';
import { unreachable } from '../fetch/unreachable';
import { Problem } from '../problem';

type Azure = typeof import('@azure/storage-blob');

/** How long a signed URL holds: one is made for each file, and a new one when it is refused. */
const SIGNED_MS = 900_000;

const SCOPE = 'https://storage.azure.com/.default';

/** What the blobs say by which accounts with a hierarchical namespace list their folders. */
const FOLDER = 'hdi_isfolder';

/** What the webhook of Azure's workload identity sets. */
const FEDERATED_TOKEN_FILE = 'AZURE_FEDERATED_TOKEN_FILE';

/** The blobs below a prefix of a container. The library lists and signs; blobs are fetched as all others. */
export class AzureBlobSource implements Source {
  public readonly access: string;
  private credential?: TokenCredential;

  public constructor(private readonly config: AzureBlobModelSource, private readonly context: SourceContext) {
    const { account, accountKeyFile } = config;
    this.access = accountKeyFile === undefined ? `give the pod's identity the role "Storage Blob Data Reader" on ${account}`
      : `the account ${account} does not take the key in ${accountKeyFile}; replace it in its Secret`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    const { account, container, prefix } = this.config;
    const folder = prefix === undefined ? '' : `${prefix}/`;
    try {
      const client = await this.open();
      const files: RemoteFile[] = [];
      const listed = client.listBlobsFlat({ prefix: folder, includeMetadata: true, abortSignal: signal });
      for await (const { name, metadata, properties: { contentLength, contentMD5, etag } } of eachWithin(this.context.answerMs, `container ${container} of ${account}`, listed)) {
        if (!name.endsWith('/') && metadata?.[FOLDER] !== 'true') {
          files.push({
            path: name.slice(folder.length),
            size: contentLength!,
            etag: /^"/.test(etag) ? etag : `"${etag}"`, // lists leave the quotation marks out
            checksum: contentMD5 === undefined ? undefined : { algorithm: 'md5', value: Buffer.from(contentMD5).toString('hex') },
            ranges: true,
            request: () => this.request(name),
          });
        }
      }
      return files;
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof Problem ? error : this.problem(container, error as Error & { statusCode?: number });
    }
  }

  private async open(): Promise<ContainerClient> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const { AnonymousCredential, ContainerClient: Client, StorageSharedKeyCredential } = require('@azure/storage-blob') as Azure;
    const { account, container, endpoint = `https://${account}.blob.core.windows.net`, accountKeyFile } = this.config;
    const credential = accountKeyFile !== undefined ? new StorageSharedKeyCredential(account, await secretOf(accountKeyFile))
      : this.identity() ?? new AnonymousCredential();
    return new Client(`${endpoint.replace(/\/$/, '')}/${container}`, credential);
  }

  private identity(): TokenCredential | undefined {
    if (this.context.env[FEDERATED_TOKEN_FILE] === undefined) {
      return undefined;
    }
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
    const { WorkloadIdentityCredential } = require('@azure/identity') as typeof import('@azure/identity');
    return this.credential ??= new WorkloadIdentityCredential();
  }

  private async request(name: string): Promise<RemoteRequest> {
    const blob = (await this.open()).getBlobClient(name);
    if (this.config.accountKeyFile !== undefined) {
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
      const { BlobSASPermissions } = require('@azure/storage-blob') as Azure;
      return { url: await blob.generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: new Date(Date.now() + SIGNED_MS) }) };
    }
    const token = await this.identity()?.getToken(SCOPE);
    return { url: blob.url, headers: { 'x-ms-version': '2023-11-03', ...(token ? { authorization: `Bearer ${token.token}` } : {}) } };
  }

  private problem(container: string, error: Error & { statusCode?: number }): Problem {
    const what = `container ${container} of ${this.config.account}`;
    switch (error.statusCode) {
      case 401:
      case 403:
        return new Problem('denied', `${what}: HTTP status ${error.statusCode}`);
      case 404:
        return new Problem('absent', `${what}: HTTP status 404; correct the account or the container`);
      case 429:
      case 503:
        return new Problem('busy', `${what}: HTTP status ${error.statusCode}; it is tried again`);
      default:
        return error.name === 'AuthenticationError' || error.name === 'CredentialUnavailableError'
          ? new Problem('denied', `${what}: no token for the pod's identity (${error.message})`)
          : unreachable(what, error, 'check the endpoint and the network to it');
    }
  }
}
