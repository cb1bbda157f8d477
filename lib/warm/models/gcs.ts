import { ListedModelOptions } from './model-options';

/** Options of `CachedModel.gcs`. */
export interface GcsModelOptions extends ListedModelOptions {
  /** The bucket. */
  readonly bucket: string;

  /**
   * Folder in the bucket, without `/` at its ends.
   *
   * @default - all of the bucket
   */
  readonly prefix?: string;

  /**
   * Base URL of a server that speaks the JSON API of Google Cloud Storage.
   *
   * @default - that of Google
   */
  readonly endpoint?: string;
}
