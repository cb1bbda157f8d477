import { lstatSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { content, Node, QUICK, served } from './support/agent';
import { FileServer } from './support/file-server';
import { inBytes, inTime } from '../src/amounts';
import { status } from '../src/commands/status';

let server: FileServer;
let node: Node;

beforeEach(async () => {
  server = await FileServer.start();
  node = new Node();
});

afterEach(async () => {
  await node.clean();
  await server.stop();
});

const text = async (path: string) => (await fetch(`${node.url}${path}`)).text();

describe('what the agent tells', () => {
  test('the stages of a model, in their order, with all models each time', async () => {
    const models = ['first', 'second'].map((name) => served(server, name, { file: content(100_000) }));
    await node.start({ models });
    await node.untilReady(...models);
    expect(node.reported.every((report) => report.map(({ name }) => name).join() === 'first,second')).toBe(true);
    const stages = node.reported.map((report) => report[0].stage);
    expect(stages.filter((stage, index) => stage !== stages[index - 1])).toEqual(['waiting', 'listing', 'fetching', 'verifying', 'ready']);
    expect(node.lines).toEqual(expect.arrayContaining([
      'info: first: asking the source for its files', 'info: first: fetching 100 kB', expect.stringMatching(/^info: first: ready: 100 kB fetched in \d+ s$/),
    ]));
  });

  test('how long it took to fetch a model, from the first request for a part to the last checksum', async () => {
    const until = performance.now() + 1000;
    server.fault = (_, { headers: { range } }) => (range !== 'bytes=0-0' && performance.now() < until ? { type: 'hang' } : undefined);
    const llama = served(server, 'llama', { file: content(100_000) });
    await node.start({ models: [llama] });
    await node.untilReady(llama);
    expect(node.status('llama')!.message).toMatch(/^ready: 100 kB fetched in [1-9] s$/);
  });

  test('its health, its models and its metrics over HTTP', async () => {
    const models = [served(server, 'llama', { file: content(100_000) }), served(server, 'absent', { file: content(1) })];
    server.files.delete('/absent/file');
    await node.start({ models, diskBudget: 1_000_000 });
    await node.untilReady(models[0]);
    await node.until('failed', () => node.status('absent')?.stage === 'failed');
    expect(await text('/livez')).toBe('{"live":true}\n');
    expect((await fetch(`${node.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${node.url}/other`)).status).toBe(404);
    const metrics = await text('/metrics');
    for (const line of [
      'gpu_model_cache_model_ready{model="llama"} 1', 'gpu_model_cache_model_ready{model="absent"} 0', 'gpu_model_cache_model_bytes{model="llama"} 100000',
      'gpu_model_cache_fetched_bytes_total{model="llama"} 100000', 'gpu_model_cache_failures_total{model="absent",stage="listing"} 1',
      'gpu_model_cache_budget_bytes 1000000', 'gpu_model_cache_used_bytes 100000', 'gpu_model_cache_model_stage{model="llama",stage="ready"} 1',
    ]) {
      expect(metrics).toContain(`${line}\n`);
    }
    const seconds = [...metrics.matchAll(/^gpu_model_cache_stage_seconds_total\{model="llama",stage="(\w+)"\} ([\d.e-]+)$/gm)].map(([, stage, value]) => [stage, Number(value)]);
    expect(seconds.map(([stage]) => stage)).toEqual(['waiting', 'listing', 'fetching', 'verifying', 'ready', 'failed']);
    const took = new Map(seconds as [string, number][]);
    expect(['listing', 'fetching', 'ready'].every((stage) => took.get(stage)! > 0 && took.get(stage)! < 10)).toBe(true);
    expect(took.get('failed')).toBe(0);
    const { text: told, complete } = await status(new URL(node.url).host);
    expect(complete).toBe(false);
    expect(told).toMatch(/^llama {3}ready {6}ready: 100 kB fetched in \d+ s\nabsent {2}failed {5}http:\S+: HTTP status 404; correct the name/);
  });

  test('that it is ready when it has nothing to do', async () => {
    await node.start({ models: [] });
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
    expect(await status(new URL(node.url).host)).toEqual({ text: 'no models are declared', complete: true });
  });
});

describe('Kubernetes', () => {
  test('is not waited for: models come while it does not answer', async () => {
    let answer = (): void => undefined;
    const silence = new Promise<undefined>((resolve) => answer = () => resolve(undefined));
    node.podUids = () => silence;
    const llama = served(server, 'llama', { file: content(100_000) });
    await node.start({ models: [llama] });
    await node.untilReady(llama);
    answer();
  });
});

describe('the probe of liveness', () => {
  const live = async () => (await fetch(`${node.url}/livez`)).status;

  test('fails when nothing happens for long', async () => {
    const silence = new AbortController();
    node.podUids = () => new Promise((resolve) => silence.signal.addEventListener('abort', () => resolve(undefined)));
    await node.start({ models: [] }, { options: { ...QUICK, stuckMs: 500 } });
    expect(await live()).toBe(200);
    await sleep(700);
    expect(await live()).toBe(503);
    silence.abort();
  });

  test('does not fail while there is nothing to do', async () => {
    await node.start({ models: [] }, { options: { ...QUICK, lookMs: 50, stuckMs: 500 } });
    await sleep(1000);
    expect(await live()).toBe(200);
  });
});

describe('a configuration that changes', () => {
  test('is taken up, and one that is wrong or names another directory is not', async () => {
    const [first, second] = ['first', 'second'].map((name) => served(server, name, { file: content(1000) }));
    await node.start({ models: [first] });
    await node.untilReady(first);
    writeFileSync(node.configFile, '{');
    await node.until('said', () => node.lines.includes('error: configuration not changed'));
    node.configure({ directory: '/elsewhere', models: [second] });
    await node.until('said again', () => node.lines.filter((line) => line === 'error: configuration not changed').length === 2);
    expect((await fetch(`${node.url}/readyz`)).status).toBe(200);
    node.configure({ models: [first, second] });
    await node.untilReady(first, second);
  });
});

describe('the compile cache', () => {
  const link = () => readlinkSync(join(node.root, 'compiled/vllm'));

  test('leads each engine to a directory of its version and of the node\'s GPU, which any worker may write to', async () => {
    const compileCache = { directory: join(node.root, 'compiled'), engines: [{ name: 'vllm', version: '0.11.2' }, { name: 'sglang', version: '0.5' }] };
    node.gpus = ['NVIDIA L40S/48'];
    await node.start({ compileCache });
    await node.until('made', () => lstatSync(join(node.root, 'compiled/sglang'), { throwIfNoEntry: false }) !== undefined);
    expect(link()).toBe('.keyed/vllm-0.11.2/NVIDIA-L40S-48');
    expect(lstatSync(join(node.root, 'compiled', link())).mode % 0o10000).toBe(0o1777);
    writeFileSync(join(node.root, 'compiled/vllm/graph'), 'compiled');

    node.configure({ compileCache: { ...compileCache, engines: [{ name: 'vllm', version: '0.12.0' }] } });
    await node.until('exchanged', () => link() === '.keyed/vllm-0.12.0/NVIDIA-L40S-48');
    expect(lstatSync(join(node.root, 'compiled/.keyed/vllm-0.11.2/NVIDIA-L40S-48/graph')).isFile()).toBe(true);
  });

  test('keeps its key when the labels of the node are not known, and when another one is added', async () => {
    const compileCache = { directory: join(node.root, 'compiled'), engines: [{ name: 'vllm', version: '0.11.2' }] };
    node.gpus = ['l40s'];
    await node.start({ compileCache }, { options: { ...QUICK, lookMs: 50 } });
    await node.until('made', () => lstatSync(join(node.root, 'compiled/vllm'), { throwIfNoEntry: false }) !== undefined);
    for (const later of [[], ['NVIDIA-L40S', 'l40s']]) {
      node.gpus = later;
      await sleep(300); // several looks
      expect(link()).toBe('.keyed/vllm-0.11.2/l40s');
    }
    node.gpus = ['h100'];
    await node.until('exchanged', () => link() === '.keyed/vllm-0.11.2/h100');
  });

  test('is that of an unknown GPU until the node says which it has', async () => {
    await node.start({ compileCache: { directory: join(node.root, 'compiled'), engines: [{ name: 'vllm', version: '0.11.2' }] } });
    await node.until('made', () => lstatSync(join(node.root, 'compiled/vllm'), { throwIfNoEntry: false }) !== undefined);
    expect(link()).toBe('.keyed/vllm-0.11.2/unknown-gpu');
    node.gpus = ['NVIDIA-L40S'];
    await node.until('exchanged', () => link() === '.keyed/vllm-0.11.2/NVIDIA-L40S');
  });
});

describe('amounts', () => {
  test.each([[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [140_200_000_000, '140 GB'], [12_345_678, '12.3 MB'], [5e15, '5000 TB']])('%p bytes are %p', (bytes, words) => {
    expect(inBytes(bytes)).toBe(words);
  });

  test.each([[0, '0 s'], [59_400, '59 s'], [130_000, '2 min 10 s'], [3_600_000, '1 h 0 min']])('%p ms are %p', (ms, words) => {
    expect(inTime(ms)).toBe(words);
  });
});
