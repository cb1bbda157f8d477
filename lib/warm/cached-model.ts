import { AzureBlobModelOptions } from './models/azure-blob';
import { GcsModelOptions } from './models/gcs';
import { HttpsModelOptions } from './models/https';
import { HuggingFaceModelOptions } from './models/hugging-face';
import { ModelDownload } from './models/model-download';
import { S3ModelOptions } from './models/s3';
import { ModelSource } from '../contract/model-cache';
import { SecretKey } from '../scaling/secret-key';

/**
 * Gives the agent a Secret's key as a file and returns the file's path, or nothing if there is no Secret.
 *
 * @param key the Secret's key unless it names another
 */
export type SecretFile = (key: string, secret?: SecretKey) => string | undefined;

/** A model that the nodes of a `ModelCacheDaemonSet` keep. */
export class CachedModel {
  /**
   * The blobs below a folder of an Azure Blob Storage container.
   *
   * The agent's identity needs `Storage Blob Data Reader` on the container, unless there is the account's key.
   */
  public static azureBlob(options: AzureBlobModelOptions): CachedModel {
    const { name, accountKey, ...source } = options;
    return new CachedModel(name, (file) => ({ type: 'azure-blob', ...source, accountKeyFile: file('account-key', accountKey) }));
  }

  /** The objects below a folder of a Google Cloud Storage bucket. The agent's identity needs `roles/storage.objectViewer` on it, unless it is public. */
  public static gcs(options: GcsModelOptions): CachedModel {
    const { name, ...source } = options;
    return new CachedModel(name, () => ({ type: 'gcs', ...source }));
  }

  /** Files of HTTP servers, each with its checksum. */
  public static https(options: HttpsModelOptions): CachedModel {
    const { name, token, ...source } = options;
    return new CachedModel(name, (file) => ({ type: 'https', ...source, tokenFile: file('token', token) }));
  }

  /** A commit of a repository on the Hugging Face hub, or on one of your own. */
  public static huggingFace(options: HuggingFaceModelOptions): CachedModel {
    const { name, token, ...source } = options;
    return new CachedModel(name, (file) => ({ type: 'huggingface', ...source, tokenFile: file('token', token) }));
  }

  /** Whatever a container of yours puts into the directory. It runs before the agent brings the other models, which is all that is known of it. */
  public static image(options: ModelDownload): CachedModel {
    return new CachedModel(undefined, undefined, options);
  }

  /**
   * The objects below a folder of an S3 bucket, or of a server that speaks S3.
   *
   * The agent's identity, or the access key in its `env`, needs `s3:ListBucket` and `s3:GetObject`.
   */
  public static s3(options: S3ModelOptions): CachedModel {
    const { name, ...source } = options;
    return new CachedModel(name, () => ({ type: 's3', ...source }));
  }

  private constructor(
    /** Name of its folder in the cache's directory; that of an image's download is not known. */
    public readonly name: string | undefined,
    /** What the agent's configuration says; absent for an image's download. @internal */
    public readonly _source?: (file: SecretFile) => ModelSource,
    /** The container that brings it. @internal */
    public readonly _download?: ModelDownload,
  ) {}
}
