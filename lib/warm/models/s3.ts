import { ListedModelOptions } from './model-options';

/** Options of `CachedModel.s3`. */
export interface S3ModelOptions extends ListedModelOptions {
  /** The bucket. */
  readonly bucket: string;

  /**
   * Folder in the bucket, without `/` at its ends.
   *
   * @default - all of the bucket
   */
  readonly prefix?: string;

  /**
   * AWS region, such as `eu-central-1`.
   *
   * @default - that of the environment
   */
  readonly region?: string;

  /**
   * Base URL of a server that speaks S3.
   *
   * @default - Amazon S3
   */
  readonly endpoint?: string;

  /**
   * Whether the bucket stands in the path of URLs rather than in the host name, as servers without wildcard DNS want it.
   *
   * @default false
   */
  readonly forcePathStyle?: boolean;
}
