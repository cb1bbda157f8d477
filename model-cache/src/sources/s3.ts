import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { askForEach } from './ask-for-each';
import { checksumIn } from './base64-checksum';
import { Source, SourceContext } from './source';
import { S3ModelSource } from '../../../lib/contract/model-cache';
import { eachWithin, within } from '../fetch/deadline';
import { Checksum, RemoteFile } from '../fetch/remote-file';
import { unreachable } from '../fetch/unreachable';
import { Problem } from '../problem';

type S3 = typeof import('@aws-sdk/client-s3');
type Presigner = typeof import('@aws-sdk/s3-request-presigner');

/** How long a signed URL holds: one is made for each file, and a new one when it is refused. */
const SIGNED_SECONDS = 900;

/** What a code of the SDK's means to whoever has to correct it. */
const NO_CREDENTIALS = ['CredentialsProviderError', 'TokenProviderError', 'ExpiredToken', 'ExpiredTokenException', 'InvalidIdentityToken'];

/** The objects below a prefix of a bucket. The SDK lists and signs; signed URLs are fetched as all others. */
export class S3Source implements Source {
  public readonly access: string;
  private client?: S3Client;

  public constructor(private readonly config: S3ModelSource, private readonly context: SourceContext) {
    this.access = `allow s3:ListBucket on ${config.bucket} and s3:GetObject on its objects to the pod's identity, or to the AWS_ACCESS_KEY_ID of its Secret`;
  }

  public async list(signal: AbortSignal): Promise<readonly RemoteFile[]> {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- neither the bundle nor jest can load later by other means
    const s3 = require('@aws-sdk/client-s3') as S3;
    const { bucket, prefix } = this.config;
    const { answerMs } = this.context;
    const folder = prefix === undefined ? '' : `${prefix}/`;
    const what = this.name;
    try {
      const client = this.client ??= this.open(s3);
      const keys: string[] = [];
      const pages = s3.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: folder }, { abortSignal: signal });
      for await (const page of eachWithin(answerMs, what, pages)) {
        keys.push(...(page.Contents ?? []).map(({ Key }) => Key!).filter((key) => !key.endsWith('/'))); // consoles make folders of such objects
      }
      return await askForEach(keys, async (key) => {
        const command = new s3.HeadObjectCommand({ Bucket: bucket, Key: key, ChecksumMode: 'ENABLED' });
        return this.file(s3, client, key, folder, await within(answerMs, what, client.send(command, { abortSignal: signal })));
      });
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof Problem ? error : this.problem(error as Error & { $metadata?: { httpStatusCode?: number } });
    }
  }

  private open({ S3Client: Client }: S3): S3Client {
    const { region, endpoint, forcePathStyle } = this.config;
    return new Client({
      region: region ?? (endpoint === undefined ? undefined : 'us-east-1'), // servers that only speak S3 take any
      endpoint,
      forcePathStyle,
      responseChecksumValidation: 'WHEN_REQUIRED', // of parts there is none
    });
  }

  private file({ GetObjectCommand }: S3, client: S3Client, key: string, folder: string, head: HeadObjectCommandOutput): RemoteFile {
    const { bucket } = this.config;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- as above
    const { getSignedUrl } = require('@aws-sdk/s3-request-presigner') as Presigner;
    return {
      path: key.slice(folder.length),
      size: head.ContentLength!,
      etag: head.ETag,
      checksum: checksumOf(bucket, head),
      ranges: true,
      request: async () => ({ url: await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: SIGNED_SECONDS }) }),
    };
  }

  /** As messages have it. */
  private get name(): string {
    const { bucket, prefix, endpoint } = this.config;
    return `s3://${bucket}${prefix === undefined ? '' : `/${prefix}`}${endpoint === undefined ? '' : ` of ${endpoint}`}`;
  }

  private problem(error: Error & { $metadata?: { httpStatusCode?: number } }): Problem {
    const what = `${this.name}: ${error.name}`;
    const status = error.$metadata?.httpStatusCode;
    if (NO_CREDENTIALS.includes(error.name) || status === 401 || status === 403) {
      return new Problem('denied', what);
    }
    if (status === 404) {
      return new Problem('absent', `${what}; correct the bucket or the prefix`);
    }
    return status === 503 || status === 429 ? new Problem('busy', `${what}; it is tried again`)
      : unreachable(what, error, 'check the region, the endpoint and the network to it');
  }
}

/**
 * The SHA-256 that S3 keeps of a whole object; else its ETag where that is an MD5: not of parts, not with keys of KMS, not in directory buckets; else
 * the longest CRC of the whole object.
 */
function checksumOf(bucket: string, head: HeadObjectCommandOutput): Checksum | undefined {
  const { ChecksumType: type, ETag: etag = '', ServerSideEncryption: encryption } = head;
  const whole = (algorithm: Checksum['algorithm'], value: string | undefined) => (type === 'COMPOSITE' ? undefined : checksumIn(algorithm, value));
  const md5 = /^"([0-9a-f]{32})"$/.exec(etag)?.[1];
  const isMd5 = md5 !== undefined && !encryption?.startsWith('aws:') && !bucket.endsWith('--x-s3');
  return whole('sha256', head.ChecksumSHA256) ?? (isMd5 ? { algorithm: 'md5', value: md5 } : undefined)
    ?? whole('crc64nvme', head.ChecksumCRC64NVME) ?? whole('crc32c', head.ChecksumCRC32C) ?? whole('crc32', head.ChecksumCRC32);
}
