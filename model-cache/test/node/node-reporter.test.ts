import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, IncomingMessage, Server, ServerResponse } from 'node:http';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import type * as NodeApiModule from '../../src/node/node-api';
import type * as NodeReporterModule from '../../src/node/node-reporter';

const bundle = mkdtempSync(join(tmpdir(), 'gpu-model-cache-reporter-'));

/** Bundled as in the image: the client of Kubernetes is an ES module, which jest does not load. */
const { NodeApi, NodeReporter } = ((): typeof NodeApiModule & typeof NodeReporterModule => {
  const outfile = join(bundle, 'node.cjs');
  buildSync({
    stdin: { contents: "export * from './node-api'; export * from './node-reporter';", resolveDir: join(__dirname, '../../src/node') },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return require(outfile); // eslint-disable-line @typescript-eslint/no-require-imports -- it has just been made
})();

afterAll(() => rmSync(bundle, { recursive: true }));

let server: Server;
let directory: string;
let reporter: NodeReporterModule.NodeReporter;
let labels: { [key: string]: string };
/** What the API server is asked, as method and path, and the bodies of what is created. */
let asked: string[];
let created: { reason: string; message: string; type: string }[];
let lines: string[];
let answers: boolean;
const { KUBECONFIG: kubeconfig } = process.env;

beforeEach(async () => {
  [labels, asked, created, lines, answers] = [{}, [], [], [], true];
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  directory = mkdtempSync(join(tmpdir(), 'gpu-model-cache-api-'));
  process.env.KUBECONFIG = join(directory, 'kubeconfig');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  writeFileSync(process.env.KUBECONFIG, JSON.stringify({
    'apiVersion': 'v1',
    'kind': 'Config',
    'clusters': [{ name: 'a', cluster: { 'server': url, 'insecure-skip-tls-verify': true } }],
    'users': [{ name: 'a', user: { token: 'x' } }],
    'contexts': [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  }));
  const pod = { node: 'node-1', namespace: 'ml', name: 'cache-x', uid: '1' };
  reporter = new NodeReporter(() => ({ labelPrefix: 'models.example.com' }), NodeApi.ofPod(pod), (level, message, fields) =>
    void lines.push(`${level}: ${message}: ${String(fields?.problem)}`));
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await reporter.stop();
  process.env.KUBECONFIG = kubeconfig;
  if (kubeconfig === undefined) {
    delete process.env.KUBECONFIG;
  }
  rmSync(directory, { recursive: true });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  asked.push(`${request.method} ${request.url!.split('?')[0]}`);
  if (!answers) {
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  const body = Buffer.concat(chunks).toString();
  if (request.method === 'POST') {
    created.push(JSON.parse(body));
  }
  response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' });
  response.end(request.method === 'POST' ? body : JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-1', labels } }));
}

async function until(what: string, condition: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !condition(); await sleep(10)) {
    if (Date.now() > end) {
      throw new Error(`not ${what}: ${JSON.stringify([asked, created, lines])}`);
    }
  }
}

describe('the GPU of a node', () => {
  test('is what the labels say that it registers with, before those that come later', async () => {
    labels = { 'nvidia.com/gpu.product': 'NVIDIA-L40S', 'karpenter.k8s.aws/instance-gpu-name': 'l40s', 'other': 'x' };
    expect(await reporter.gpuModels()).toEqual(['l40s', 'NVIDIA-L40S']);
    labels = { 'nvidia.com/gpu.product': 'NVIDIA-L40S' };
    expect(await reporter.gpuModels()).toEqual(['NVIDIA-L40S']);
    labels = {};
    expect(await reporter.gpuModels()).toEqual([]);
  });
});

describe('events', () => {
  test('say that a model has failed and why, not again at every attempt, and that it is ready', async () => {
    const status = { name: 'llama', version: 'llama-0123456789ab' };
    for (let attempt = 0; attempt < 3; attempt++) {
      reporter.report([{ ...status, stage: 'failed', message: 'HTTP status 403; replace the token' }]);
      reporter.report([{ ...status, stage: 'listing', message: 'asking' }]);
    }
    reporter.report([{ ...status, stage: 'ready', message: 'ready' }]);
    await until('announced', () => created.length === 2);
    expect(created).toMatchObject([
      { type: 'Warning', reason: 'ModelFailed', message: 'model llama: HTTP status 403; replace the token' },
      { type: 'Normal', reason: 'ModelReady', message: 'model llama is ready on node node-1' },
    ]);
  });
});

test('an API server that does not answer is waited for 5 s, and said once', async () => {
  answers = false;
  const began = performance.now();
  expect(await Promise.all([reporter.podUids(), reporter.gpuModels()])).toEqual([undefined, []]);
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(lines).toEqual(expect.arrayContaining([
    'warn: cannot list the pods of the node: the API server did not answer in 5 s', 'warn: cannot read the labels of the node: the API server did not answer in 5 s',
  ]));
}, 30_000);
