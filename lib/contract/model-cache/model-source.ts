/** Where a model comes from. A source names what is fetched, never a credential: those are files or the pod's identity. */
import { refusal } from '../contract-error';
import { baseUrl, Field, Fields, flag, listOf, matching, object, optional, readHttpUrl, text, typed } from '../fields';

/** What is taken of the files that a source lists. Globs match whole paths: `*` stays within a folder, `**` crosses folders. */
export interface FileSelection {
  /** Globs of the files that are taken; all if absent. */
  readonly include?: readonly string[];
  /** Globs of the files that are left out of those; none if absent. */
  readonly exclude?: readonly string[];
}

/** A repository of a Hugging Face hub. */
export interface HuggingFaceModelSource extends FileSelection {
  readonly type: 'huggingface';
  /** `owner/name`. */
  readonly repository: string;
  /** A commit, or a branch or tag if `movingRevision` is true. */
  readonly revision: string;
  /** Takes whatever commit a branch or tag has when the node fetches it: nodes may then differ. False if absent. */
  readonly movingRevision?: boolean;
  /** Base URL of the hub; that of huggingface.co if absent. */
  readonly endpoint?: string;
  /** File that holds the access token, read for each request; none is sent if absent. */
  readonly tokenFile?: string;
}

/** The objects below a prefix of an S3 bucket, or of a server that speaks S3. Credentials are found as by every AWS SDK. */
export interface S3ModelSource extends FileSelection {
  readonly type: 's3';
  readonly bucket: string;
  /** Folder in the bucket; all of the bucket if absent. */
  readonly prefix?: string;
  /** AWS region; that of the environment if absent. */
  readonly region?: string;
  /** Base URL of a server that speaks S3; Amazon S3 if absent. */
  readonly endpoint?: string;
  /** Whether the bucket stands in the path of URLs rather than in the host name. False if absent. */
  readonly forcePathStyle?: boolean;
}

/** One file of `HttpsModelSource`. */
export interface HttpsModelFile {
  /** Where it is fetched from. */
  readonly url: string;
  /** Where it stands in the model's directory. */
  readonly path: string;
  /** SHA-256 of its content, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** Files of HTTP servers. */
export interface HttpsModelSource {
  readonly type: 'https';
  /** At least one. */
  readonly files: readonly HttpsModelFile[];
  /** File that holds a bearer token for all of the servers, read for each request; none is sent if absent. */
  readonly tokenFile?: string;
}

/** The objects below a prefix of a Google Cloud Storage bucket. Credentials are Application Default Credentials, or none for a public bucket. */
export interface GcsModelSource extends FileSelection {
  readonly type: 'gcs';
  readonly bucket: string;
  /** Folder in the bucket; all of the bucket if absent. */
  readonly prefix?: string;
  /** Base URL of a server that speaks the JSON API; that of Google if absent. */
  readonly endpoint?: string;
}

/** The blobs below a prefix of an Azure Blob Storage container. Credentials are the pod's workload identity, or none for a public container. */
export interface AzureBlobModelSource extends FileSelection {
  readonly type: 'azure-blob';
  /** Name of the storage account. */
  readonly account: string;
  readonly container: string;
  /** Folder in the container; all of the container if absent. */
  readonly prefix?: string;
  /** Base URL of the account; that of Azure if absent. */
  readonly endpoint?: string;
  /** File that holds the account's key, read for each request; the pod's workload identity if absent. */
  readonly accountKeyFile?: string;
}

/** Every kind of source. */
export type ModelSource = HuggingFaceModelSource | S3ModelSource | HttpsModelSource | GcsModelSource | AzureBlobModelSource;

/** The types of source. */
export type ModelSourceType = ModelSource['type'];

const credentialFile = matching(/^\/[^\0]+$/, 'the absolute path of a file');

const folder = matching(/^[^/](?:.*[^/])?$/, 'a folder such as "models/llama", without "/" at its ends');

const selection: Fields<FileSelection> = { include: optional(listOf(text)), exclude: optional(listOf(text)) };

/** A path below the model's directory, that leads nowhere else. */
export const filePath: Field<string> = {
  isText: true,
  read: (path, value) => {
    if (typeof value !== 'string' || /[\\\0]/.test(value) || value.split('/').some((part) => ['', '.', '..'].includes(part))) {
      throw refusal(path, value, 'a relative path such as "tokenizer/vocab.json", without "." and ".."', `correct ${path}`);
    }
    return value;
  },
};

/** Query parameters that make a URL a credential. */
const SIGNATURES = ['sig', 'x-amz-signature', 'x-goog-signature'];

const CREDENTIALS_APART = 'set tokenFile, or read the bucket as s3, gcs or azure-blob';

const fileUrl: Field<string> = {
  isText: true,
  read: (path, value) => {
    const url = readHttpUrl(path, value, { credentials: CREDENTIALS_APART });
    if ([...url.searchParams.keys()].some((name) => SIGNATURES.includes(name.toLowerCase()))) {
      throw refusal(path, `${url.protocol}//${url.host}${url.pathname}`, 'a URL without a signature', CREDENTIALS_APART);
    }
    return value as string;
  },
};

const huggingface: Fields<Omit<HuggingFaceModelSource, 'type'>> = {
  repository: matching(/^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/, '"owner/name"'),
  revision: text,
  movingRevision: optional(flag),
  ...selection,
  endpoint: optional(baseUrl),
  tokenFile: optional(credentialFile),
};

/** The fields of each. */
export const MODEL_SOURCES: { readonly [T in ModelSourceType]: Fields<Omit<Extract<ModelSource, { readonly type: T }>, 'type'>> } = {
  'azure-blob': {
    account: matching(/^[a-z0-9]{3,24}$/, '3 to 24 lower-case letters and digits'),
    container: text,
    prefix: optional(folder),
    ...selection,
    endpoint: optional(baseUrl),
    accountKeyFile: optional(credentialFile),
  },
  'gcs': { bucket: text, prefix: optional(folder), ...selection, endpoint: optional(baseUrl) },
  'https': {
    files: listOf(object<HttpsModelFile>({
      url: fileUrl,
      path: filePath,
      sha256: matching(/^[0-9a-f]{64}$/, 'a SHA-256 of 64 hexadecimal digits in lower case'),
    })),
    tokenFile: optional(credentialFile),
  },
  huggingface,
  's3': {
    bucket: text,
    prefix: optional(folder),
    region: optional(text),
    ...selection,
    endpoint: optional(baseUrl),
    forcePathStyle: optional(flag),
  },
};

const anySource = typed<ModelSource>(MODEL_SOURCES, 'use a CachedModel factory of the library');

/** A source, and what its fields have to be together. */
export const modelSource: Field<ModelSource> = {
  isText: false,
  read: (path, value) => {
    const source = anySource.read(path, value);
    if (source.type === 'huggingface' && source.movingRevision !== true && !/^[0-9a-f]{40}$/.test(source.revision)) {
      throw refusal(`${path}.revision`, source.revision, 'a commit of 40 hexadecimal digits, which is the same on every node',
        `pin the commit that "${source.revision}" has now, or set movingRevision`);
    }
    if (source.type === 'https') {
      const paths = source.files.map((file) => file.path);
      const twice = paths.find((file, index) => paths.indexOf(file) !== index || paths.some((other) => other.startsWith(`${file}/`)));
      if (twice !== undefined) {
        throw refusal(`${path}.files`, twice, 'each path once, and no file where another has its folder', 'rename one of the two');
      }
    }
    return source;
  },
};
