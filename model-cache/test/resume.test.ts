import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checksums, content, Node, QUICK } from './support/agent';
import { Bucket } from './support/bucket';
import { FileServer } from './support/file-server';
import { CachedModelConfig, modelVersion } from '../../lib/contract/model-cache';

const { env } = process;

let server: FileServer;
let node: Node;

beforeAll(() => process.env = { ...env, METADATA_SERVER_DETECTION: 'none' }); // no identity: as with a public bucket

beforeEach(async () => {
  server = await FileServer.start();
  node = new Node();
});

afterEach(async () => {
  await node.clean();
  await server.stop();
});

afterAll(() => process.env = env);

/** Fetches a model until so many parts were asked for, the last of which never comes, and stops. */
async function fetchParts(model: CachedModelConfig, parts: number): Promise<void> {
  let asked = 0;
  server.fault = (_, request) => (request.headers.range !== undefined && ++asked > parts ? { type: 'hang' } : undefined);
  await node.start({ models: [model] }, { options: { ...QUICK, slowMs: 60_000 } });
  await node.until('so far', () => asked > parts);
  await node.stop();
  server.fault = () => undefined;
}

const partialFile = (model: CachedModelConfig, path: string) => join(node.directory, '.partial', modelVersion(model), 'files', path);

describe('a source that lists something else after an interruption', () => {
  const before = { 'model-1-of-2.safetensors': content(400_000, 1), 'model-2-of-2.safetensors': content(400_000, 2) };

  test.each([
    ['other files', { 'model.safetensors': content(300_000, 3) }],
    ['a folder where a file was', { 'model-1-of-2.safetensors/model': content(300_000, 3) }],
    ['a smaller file of the same name', { 'model-1-of-2.safetensors': content(100_000, 3) }],
  ])('leaves nothing of the earlier list visible: %s', async (_, after) => {
    const bucket = new Bucket(server, before);
    await fetchParts(bucket.model, 9);
    bucket.exchange(after);
    server.sent = 0;
    await node.start({ models: [bucket.model] });
    await node.untilReady(bucket.model);
    expect(node.seen('llama')).toEqual(checksums(after));
    expect(server.sent).toBe(Object.values(after)[0].length);
  });
});

describe('a file without a checksum at its source', () => {
  const files = { other: content(200_000, 2), weights: content(700_000, 1) };

  test.each([
    ['lost', (path: string) => rmSync(path)],
    ['cut off', (path: string) => truncateSync(path, 1000)],
  ])('is fetched from its beginning when what the journal speaks of is %s', async (_, damage) => {
    const bucket = new Bucket(server, files, 'none');
    await fetchParts(bucket.model, 10);
    expect(existsSync(partialFile(bucket.model, 'weights'))).toBe(true);
    damage(partialFile(bucket.model, 'weights'));
    await node.start({ models: [bucket.model] });
    await node.untilReady(bucket.model);
    expect(node.seen('llama')).toEqual(checksums(files));
  });

  test('is fetched again if it was touched after it had come', async () => {
    const bucket = new Bucket(server, files, 'none');
    server.fault = (path, request) => (request.headers.range !== undefined && path.endsWith('/weights') ? { type: 'hang' } : undefined);
    await node.start({ models: [bucket.model] }, { options: { ...QUICK, slowMs: 60_000 } });
    const journal = join(node.directory, '.partial', modelVersion(bucket.model), 'journal');
    await node.until('verified', () => existsSync(journal) && readFileSync(journal, 'utf8').includes('"verified"'));
    await node.stop();
    server.fault = () => undefined;
    writeFileSync(partialFile(bucket.model, 'other'), content(200_000, 9));
    await node.start({ models: [bucket.model] });
    await node.untilReady(bucket.model);
    expect(node.seen('llama')).toEqual(checksums(files));
  });
});
