/** A checksum that a source announces; `git-sha1` is that of a Git blob. */
export interface Checksum {
  readonly algorithm: 'sha256' | 'git-sha1' | 'md5' | 'crc64nvme' | 'crc32c' | 'crc32';
  /** Hexadecimal digits in lower case. */
  readonly value: string;
}

/** What is asked of an HTTP server. */
export interface RemoteRequest {
  readonly url: string;
  /** Sent to the URL's own origin only, not to where it redirects. */
  readonly headers?: { readonly [name: string]: string };
}

/** What a source tells of one file. It is the same file as long as all of this is the same. */
export interface FileFacts {
  /** Relative to the model's directory. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** With quotation marks, as HTTP has it. Each answer has to have the same. */
  readonly etag?: string;
  readonly checksum?: Checksum;
}

/** One file of a model, at its source. */
export interface RemoteFile extends FileFacts {
  /** Whether the server gives parts of it. */
  readonly ranges: boolean;
  /** How it is fetched now: URLs and credentials may expire. */
  request(): Promise<RemoteRequest>;
}

export function sameFacts(one: FileFacts, other: FileFacts): boolean {
  return one.path === other.path && one.size === other.size && one.etag === other.etag
    && one.checksum?.algorithm === other.checksum?.algorithm && one.checksum?.value === other.checksum?.value;
}
