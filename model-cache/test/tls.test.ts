import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { checksums, content, Node, served } from './support/agent';
import { bundledAgent, startAgent } from './support/agent-process';
import { FileServer } from './support/file-server';
import { describeWithS3, S3Server } from './support/s3-server';
import { CachedModelConfig } from '../../lib/contract/model-cache';
import { createAuthority, issue } from '../../rehearsal/src/control-plane/pki';

const FILES = { 'config.json': Buffer.from('{}'), 'model.safetensors': content(300_000) };

/** A server of one's own, such as a MinIO, whose certificate an authority of one's own has signed. */
describeWithS3('sources that speak TLS with the certificate of a private authority', () => {
  const directory = mkdtempSync(join(tmpdir(), 'model-cache-tls-'));
  const ca = join(directory, 'ca.crt');
  let program: string;
  let files: FileServer;
  let s3: S3Server;
  let node: Node;
  let agent: ChildProcess | undefined;

  beforeAll(async () => {
    program = bundledAgent(directory);
    const authority = await createAuthority('private-ca');
    writeFileSync(ca, authority.certificate);
    const tls = await issue(authority, { commonName: 'models', addresses: ['127.0.0.1'] });
    [files, s3] = [await FileServer.start(tls), await S3Server.start(tls)];
    const client = s3.client();
    await client.send(new CreateBucketCommand({ Bucket: 'models' }));
    for (const [Key, Body] of Object.entries(FILES)) {
      await client.send(new PutObjectCommand({ Bucket: 'models', Key, Body }));
    }
    client.destroy();
  });

  afterAll(async () => {
    await Promise.all([files.stop(), s3.stop()]);
    rmSync(directory, { recursive: true });
  });

  beforeEach(() => {
    node = new Node();
  });

  afterEach(async () => {
    if (agent?.kill('SIGKILL')) {
      await once(agent, 'exit');
    }
    await node.clean();
  });

  /** Starts the agent as the DaemonSet does: Node.js reads further authorities only when it starts. */
  const start = (model: CachedModelConfig, env: NodeJS.ProcessEnv = {}) => {
    node.configure({ models: [model] });
    agent = startAgent(program, node, { AWS_ACCESS_KEY_ID: 'root', AWS_SECRET_ACCESS_KEY: 'root-secret', ...env });
  };
  const models: { readonly [source: string]: () => CachedModelConfig } = {
    https: () => served(files, 'llama', FILES),
    s3: () => ({ name: 'llama', source: { type: 's3', bucket: 'models', endpoint: s3.endpoint, forcePathStyle: true } }),
  };

  test.each(Object.keys(models))('give what they have to an agent that knows the authority: %s', async (source) => {
    const model = models[source]();
    start(model, { NODE_EXTRA_CA_CERTS: ca });
    await node.until('ready', () => node.isMarked(model));
    expect(node.seen('llama')).toEqual(checksums(FILES));
  });

  test.each([
    ...Object.entries(models),
    ['huggingface', (): CachedModelConfig => ({ name: 'llama', source: { type: 'huggingface', repository: 'acme/llama', revision: '0'.repeat(40), endpoint: files.url } })] as const,
  ])('are refused by one that does not, which says what to do: %s', async (_, model) => {
    start(model());
    await node.until('refused', () => node.lines.some((line) => line.includes('"stage":"failed"')));
    expect(node.lines.join('\n')).toMatch(/the server's certificate is signed by an authority that is not known here \([A-Z_]+\); give the authority's certificate to the agent, as ca of the ModelCacheDaemonSet/);
    expect(node.seen('llama')).toBeUndefined();
  });
});
