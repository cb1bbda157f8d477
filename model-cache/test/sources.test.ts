import { createHash } from 'node:crypto';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  CompleteMultipartUploadCommand, CreateBucketCommand, CreateMultipartUploadCommand, CreateMultipartUploadCommandInput, PutBucketPolicyCommand,
  PutObjectCommand, S3Client, UploadPartCommand,
} from '@aws-sdk/client-s3';
import { BlockBlobClient, ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { checksums, content, Node } from './support/agent';
import { AzureBlobServer } from './support/azure-blob-server';
import { Bucket } from './support/bucket';
import { FileServer } from './support/file-server';
import { describeWithGcs, GcsServer } from './support/gcs-server';
import { HubServer } from './support/hub-server';
import { describeWithS3, S3Account, S3Server } from './support/s3-server';
import { ModelSource } from '../../lib/contract/model-cache';

let node: Node;

beforeEach(() => {
  node = new Node();
});

afterEach(() => node.clean());

/** The model `llama` of a source. */
const llama = (source: ModelSource) => ({ name: 'llama', source });

/** Why the model is not there. */
async function problemOf(source: ModelSource): Promise<string> {
  await node.start({ models: [llama(source)] });
  await node.until('failed', () => node.status('llama')?.stage === 'failed');
  return node.status('llama')!.message;
}

async function bring(source: ModelSource): Promise<void> {
  await node.start({ models: [llama(source)] });
  await node.untilReady(llama(source));
}

const WEIGHTS = content(700_000);
const CONFIG = Buffer.from('{"architectures": ["Llama"]}');
const TOKENIZER = content(5000, 2);

describe('a Hugging Face hub', () => {
  const COMMIT = '0123456789abcdef0123456789abcdef01234567';
  const FILES = {
    'model.safetensors': { content: WEIGHTS, lfs: true },
    'config.json': { content: CONFIG, lfs: false },
    'original/consolidated.pth': { content: content(100_000, 5), lfs: true },
    'tokenizer/a b.json': { content: TOKENIZER, lfs: false },
    '.gitattributes': { content: Buffer.from('*.safetensors filter=lfs'), lfs: false },
  };
  let server: HubServer;

  beforeEach(async () => {
    server = await HubServer.start('acme/llama', COMMIT, FILES);
  });

  afterEach(() => server.stop());

  const source = () => ({ type: 'huggingface', repository: 'acme/llama', revision: COMMIT, endpoint: server.url } as const);

  test('gives all files of a commit, over all pages of its list', async () => {
    await bring(source());
    expect(node.seen('llama')).toEqual(checksums(Object.fromEntries(Object.entries(FILES).map(([path, file]) => [path, file.content]))));
  });

  test('gives what is selected', async () => {
    await bring({ ...source(), include: ['*.safetensors', '**/*.json', 'original/*'], exclude: ['original/**'] });
    expect(node.seen('llama')).toEqual(checksums({ 'config.json': CONFIG, 'model.safetensors': WEIGHTS, 'tokenizer/a b.json': TOKENIZER }));
  });

  test('resolves a branch to its commit once', async () => {
    await bring({ ...source(), revision: 'main', movingRevision: true, include: ['*.json'] });
    expect(node.seen('llama')).toEqual(checksums({ 'config.json': CONFIG }));
    expect(server.hub.requests.map(({ path }) => path)).toContain(`/acme/llama/resolve/${COMMIT}/config.json`);
  });

  test.each(['hf_secret', 'of-ones-own-hub'])('gets the token %p, and the server that has the large files does not', async (token) => {
    server.token = token;
    await bring({ ...source(), tokenFile: node.secret('token', `${server.token}\n`) });
    expect(server.storage.requests.length).toBeGreaterThan(0);
    expect(server.storage.requests.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  test('whose signed URL has expired is asked for another one', async () => {
    let expired = 1;
    server.storage.fault = (_, request) => (request.headers.range?.startsWith('bytes=589824-') && expired-- > 0 ? { type: 'status', status: 403 } : undefined);
    await bring({ ...source(), include: ['*.safetensors'] });
    expect(expired).toBeLessThan(1);
    expect(node.lines.filter((line) => line.startsWith('error'))).toEqual([]);
  });

  test.each([
    ['large', 'model.safetensors', /^model\.safetensors: sha256 .* where the source announces/],
    ['small', 'config.json', /^config\.json: git-sha1 .* where the source announces/],
  ])('that gives a %s file with a wrong content is not believed', async (_, path, message) => {
    const [files] = [server.storage.files, server.hub.files].filter((served) => [...served.keys()].some((key) => key.endsWith(path)));
    for (const served of [files, server.hub.files]) {
      [...served.keys()].filter((key) => key.endsWith(path)).forEach((key) => served.set(key, Buffer.alloc(served.get(key)!.length, 'x')));
    }
    expect(await problemOf(source())).toMatch(message);
    expect(node.seen('llama')).toBeUndefined();
  });

  test('that wants a token, or another one, says so', async () => {
    server.token = 'hf_new';
    expect(await problemOf(source())).toMatch(/^acme\/llama at [0-9a-f]{40} of http\S+: HTTP status 403; acme\/llama is private or gated, or does not exist; name the file/);
    await node.clean();
    node = new Node();
    const tokenFile = node.secret('token', 'hf_old');
    expect(await problemOf({ ...source(), tokenFile }))
      .toContain(`the hub does not give acme/llama to the token in ${tokenFile}; accept the model's terms with its account, or replace it in its Secret`);
    expect(node.lines.join()).not.toContain('hf_old');
  });

  test('that does not have it says so, and so does one that does not answer', async () => {
    expect(await problemOf({ ...source(), repository: 'acme/other' })).toContain('HTTP status 404; correct the repository or the revision');
    await node.clean();
    node = new Node();
    expect(await problemOf({ ...source(), endpoint: 'http://127.0.0.1:1' })).toContain('check the endpoint and the network to it');
  });

  test('of which nothing is selected says so', async () => {
    expect(await problemOf({ ...source(), include: ['*.gguf'] })).toContain('none of the 5 files that the source lists is selected; correct the prefix, include or exclude');
  });

  test('that lists a file outside the directory of the model is not followed', async () => {
    server.hub.handler = (request, response) => {
      if (request.url!.startsWith('/api/models/acme/llama/tree')) {
        response.end(JSON.stringify([{ type: 'file', path: '../../outside', size: 1, oid: '0' }]));
        return true;
      }
      return false;
    };
    expect(await problemOf(source())).toContain('the source lists "../../outside", which cannot stand in the model\'s directory');
  });
});

describeWithS3('S3', () => {
  const LEAST_PART = 5 * 2 ** 20;
  const LARGE = content(LEAST_PART + 300_000, 3);
  const READER: S3Account = { access: 'reader', secret: 'reader-secret' };
  let server: S3Server;
  let client: S3Client;
  const env = process.env;

  /** Who the agent is: the SDK looks into the environment of the process. */
  const become = ({ access, secret }: S3Account) => {
    process.env = { ...env, AWS_ACCESS_KEY_ID: access, AWS_SECRET_ACCESS_KEY: secret, AWS_EC2_METADATA_DISABLED: 'true' };
  };
  /** Lets the reader do something with the bucket and what is in it. */
  const allow = (...actions: readonly string[]) => client.send(new PutBucketPolicyCommand({
    Bucket: 'models',
    Policy: JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: { AWS: [READER.access] }, Action: actions, Resource: ['arn:aws:s3:::models', 'arn:aws:s3:::models/*'] }],
    }),
  }));
  /** Uploads the large file in two parts. */
  const putParts = async (Key: string, checksum: Pick<CreateMultipartUploadCommandInput, 'ChecksumAlgorithm' | 'ChecksumType'> = {}) => {
    const large = { Bucket: 'models', Key };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...large, ...checksum }));
    const Parts = await Promise.all([LARGE.subarray(0, LEAST_PART), LARGE.subarray(LEAST_PART)].map(async (Body, index) => {
      const part = { ...large, UploadId, PartNumber: index + 1, Body, ChecksumAlgorithm: checksum.ChecksumAlgorithm };
      const { ETag, ChecksumCRC32 } = await client.send(new UploadPartCommand(part));
      return { PartNumber: index + 1, ETag, ...(checksum.ChecksumAlgorithm === undefined ? {} : { ChecksumCRC32 }) };
    }));
    await client.send(new CompleteMultipartUploadCommand({ ...large, UploadId, MultipartUpload: { Parts }, ChecksumType: checksum.ChecksumType }));
  };

  beforeAll(async () => {
    server = await S3Server.start();
    client = server.client();
    await server.createAccount(READER);
    await client.send(new CreateBucketCommand({ Bucket: 'models' }));
    await allow('s3:ListBucket', 's3:GetObject');
    const put = (Key: string, Body: Buffer) => client.send(new PutObjectCommand({ Bucket: 'models', Key, Body }));
    await put('llama/v1/config.json', CONFIG);
    await put('llama/v1/tokenizer/vocab.json', TOKENIZER);
    await put('llama/v1/', Buffer.alloc(0));
    await put('llama/v10/config.json', Buffer.from('another'));
    await putParts('llama/v1/model.safetensors');
  });

  beforeEach(() => become(READER));

  afterAll(async () => {
    process.env = env;
    client.destroy();
    await server.stop();
  });

  const source = () => ({ type: 's3', bucket: 'models', prefix: 'llama/v1', endpoint: server.endpoint, forcePathStyle: true } as const);

  test('gives what is below a prefix, as one folder, and nothing of its neighbours', async () => {
    await bring(source());
    expect(node.seen('llama')).toEqual(checksums({ 'config.json': CONFIG, 'model.safetensors': LARGE, 'tokenizer/vocab.json': TOKENIZER }));
  });

  /** Brings what is below a prefix, touches the files, and looks at them again. Returns what was said of damage. */
  const touch = async (prefix: string, ...files: readonly string[]) => {
    await bring({ ...source(), prefix });
    await node.stop();
    files.forEach((file) => utimesSync(join(node.versionPath(llama({ ...source(), prefix })), file), 1, 1));
    node.reported = [];
    await bring({ ...source(), prefix });
    return node.lines.filter((line) => line.includes('damaged'));
  };

  test('that keeps a checksum of checksums of an object of parts is believed by its size and ETag, and asked again when the file was touched', async () => {
    await putParts('composite/model.safetensors', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'COMPOSITE' });
    expect(await touch('composite', 'model.safetensors')).toEqual(['warn: llama: damaged, and fetched again: model.safetensors']);
  });

  test('that keeps a CRC of a whole object of parts is believed by that, and not asked again', async () => {
    await putParts('whole/model.safetensors', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    expect(await touch('whole', 'model.safetensors')).toEqual([]);
    const path = node.versionPath(llama({ ...source(), prefix: 'whole' }));
    expect(JSON.parse(readFileSync(`${path}.json`, 'utf8')).files).toMatchObject([{ checksum: { algorithm: 'crc32', value: crc32(LARGE).toString(16).padStart(8, '0') } }]);
  });

  test('keeps one, CRC64NVME, if it is not told otherwise, and an MD5 of an object of one part', async () => {
    expect(await touch('llama/v1', 'model.safetensors', 'config.json')).toEqual([]);
    const { files } = JSON.parse(readFileSync(`${node.versionPath(llama(source()))}.json`, 'utf8'));
    expect(files.map(({ checksum }: { checksum: { algorithm: string } }) => checksum.algorithm)).toEqual(['md5', 'crc64nvme', 'md5']);
  });

  test('gives a whole bucket, and what is selected of it', async () => {
    await bring({ ...source(), prefix: undefined, exclude: ['**/*.safetensors'] });
    expect(node.seen('llama')).toEqual(checksums({
      'llama/v1/config.json': CONFIG, 'llama/v1/tokenizer/vocab.json': TOKENIZER, 'llama/v10/config.json': Buffer.from('another'),
    }));
  });

  test.each([
    ['bucket', { bucket: 'absent' }, 's3://absent/llama/v1'],
    ['prefix', { prefix: 'absent' }, 'none of the 0 files that the source lists is selected'],
    ['endpoint', { endpoint: 'http://127.0.0.1:1' }, 'check the region, the endpoint and the network to it'],
  ])('with a wrong %s says so', async (_, wrong, message) => {
    expect(await problemOf({ ...source(), ...wrong })).toContain(message);
  });

  const DENIED = 'allow s3:ListBucket on models and s3:GetObject on its objects to the pod\'s identity, or to the AWS_ACCESS_KEY_ID of its Secret';

  test.each([
    ['another secret', { ...READER, secret: 'wrong' }, 'SignatureDoesNotMatch'],
    ['an access key that is not known', { access: 'nobody', secret: 'wrong' }, 'InvalidAccessKeyId'],
  ])('that gets %s says so, and gives what is asked for when that is mended', async (_, account, code) => {
    become(account);
    const message = await problemOf(source());
    expect(message).toContain(`s3://models/llama/v1 of ${server.endpoint}: ${code}; ${DENIED}`);
    expect(message).not.toContain(account.secret);
    become(READER);
    await node.untilReady(llama(source()));
  });

  test.each([
    ['listed', ['s3:GetObject']],
    ['read', ['s3:ListBucket']],
  ])('that does not let them be %s says so, and gives them when it does', async (_, allowed) => {
    await allow(...allowed);
    try {
      expect(await problemOf(source())).toContain(DENIED);
    } finally {
      await allow('s3:ListBucket', 's3:GetObject');
    }
    await node.untilReady(llama(source()));
  });
});

describeWithGcs('Google Cloud Storage', () => {
  const OBJECTS = { 'llama/config.json': CONFIG, 'llama/model.safetensors': WEIGHTS, 'llama/tokenizer/a b.json': TOKENIZER, 'llama-2/config.json': Buffer.from('another') };
  const FILES = checksums({ 'config.json': CONFIG, 'model.safetensors': WEIGHTS, 'tokenizer/a b.json': TOKENIZER });
  let server: GcsServer;
  /** Before the server, and does wrong what it is told to. */
  let proxy: FileServer;
  const env = process.env;

  beforeAll(async () => {
    process.env = { ...env, METADATA_SERVER_DETECTION: 'none' }; // no identity: as with a public bucket
    server = await GcsServer.start();
    await server.createBucket('models');
    for (const [name, object] of Object.entries(OBJECTS)) {
      await server.put('models', name, object);
    }
  });

  beforeEach(async () => {
    proxy = await FileServer.start();
    proxy.passOn(server.endpoint);
  });

  afterEach(() => proxy.stop());

  afterAll(async () => {
    process.env = env;
    await server.stop();
  });

  const source = () => ({ type: 'gcs', bucket: 'models', prefix: 'llama', endpoint: proxy.url } as const);

  test('gives what is below a prefix', async () => {
    await bring(source());
    expect(node.seen('llama')).toEqual(FILES);
  });

  test('whose object has another content than its MD5 is not believed', async () => {
    proxy.fault = (path) => (path.endsWith('/llama/config.json') ? { type: 'garble' } : undefined);
    expect(await problemOf(source())).toContain(`where the source announces ${createHash('md5').update(CONFIG).digest('hex')}`);
  });

  test.each(['gives', 'is not believed'])('composed of parts, which has a CRC32C and no MD5, %s', async (outcome) => {
    const bucket = new Bucket(proxy, { weights: WEIGHTS }, 'crc32c');
    if (outcome === 'gives') {
      await bring(bucket.model.source);
      expect(node.seen('llama')).toEqual(checksums({ weights: WEIGHTS }));
    } else {
      proxy.fault = (path, request) => (path.endsWith('/weights') && request.headers.range?.startsWith('bytes=0-') ? { type: 'garble' } : undefined);
      expect(await problemOf(bucket.model.source)).toMatch(/^weights: crc32c [0-9a-f]{8}, where the source announces [0-9a-f]{8}; it is fetched anew/);
    }
  });

  test('that denies access says which role it takes, and gives what is asked for when it has it', async () => {
    proxy.fault = () => ({ type: 'status', status: 401 });
    expect(await problemOf(source())).toContain('HTTP status 401; give the pod\'s identity the role roles/storage.objectViewer on the bucket models');
    proxy.fault = () => undefined;
    await node.untilReady(llama(source()));
  });
});

describe('Azure Blob Storage', () => {
  let server: AzureBlobServer;

  beforeAll(async () => {
    server = await AzureBlobServer.start();
    const credential = new StorageSharedKeyCredential(server.account, server.key);
    await new ContainerClient(`${server.endpoint}/models`, credential).create();
    await new ContainerClient(`${server.endpoint}/public`, credential).create({ access: 'container' });
    for (const container of ['models', 'public']) {
      // As accounts with a hierarchical namespace list folders.
      await new BlockBlobClient(`${server.endpoint}/${container}/llama/tokenizer`, credential).upload('', 0, { metadata: { hdi_isfolder: 'true' } });
      for (const [name, body] of Object.entries({ 'llama/config.json': CONFIG, 'llama/model.safetensors': WEIGHTS, 'llama/tokenizer/a b.json': TOKENIZER })) {
        await new BlockBlobClient(`${server.endpoint}/${container}/${encodeURIComponent(name)}`, credential).upload(body, body.length);
      }
    }
  });

  afterAll(() => server.stop());

  const source = () => ({ type: 'azure-blob', account: server.account, container: 'models', prefix: 'llama', endpoint: server.endpoint, accountKeyFile: node.secret('key', server.key) } as const);
  const FILES = checksums({ 'config.json': CONFIG, 'model.safetensors': WEIGHTS, 'tokenizer/a b.json': TOKENIZER });

  test('gives what is below a prefix to who has the key', async () => {
    await bring(source());
    expect(node.seen('llama')).toEqual(FILES);
  });

  test('gives a public container to everybody', async () => {
    await bring({ ...source(), container: 'public', accountKeyFile: undefined });
    expect(node.seen('llama')).toEqual(FILES);
  });

  test('with a wrong key, or container, says so', async () => {
    const accountKeyFile = node.secret('wrong-key', Buffer.from('wrong').toString('base64'));
    expect(await problemOf({ ...source(), accountKeyFile })).toContain(`the account devstoreaccount1 does not take the key in ${accountKeyFile}; replace it in its Secret`);
    await node.clean();
    node = new Node();
    expect(await problemOf({ ...source(), container: 'absent' })).toContain('container absent of devstoreaccount1: HTTP status 404; correct the account or the container');
  });
});
