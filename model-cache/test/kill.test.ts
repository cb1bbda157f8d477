import { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checksums, content, Node, served } from './support/agent';
import { bundledAgent, startAgent } from './support/agent-process';
import { FileServer } from './support/file-server';
import { CachedModelConfig, modelVersion } from '../../lib/contract/model-cache';

/** `npm run test:cache-kills` takes 200. */
const KILLS = Number(process.env.CACHE_KILLS ?? 25);

/** What follows the last byte takes less. */
const AFTERWARDS_MS = 80;

/** Two versions; their files in the order of their names. */
const FILES = [1, 2].map((seed) => ({ 'a/large': content(3_000_000, seed), 'middle': content(1_000_000, seed + 10), 'small': content(10, seed + 20) }));

/** Bytes of a version. */
const SIZE = 4_000_010;

test(`no kill, whenever it comes (${KILLS} times), leaves half a model visible, and the next start goes on`, async () => {
  const server = await FileServer.start();
  const node = new Node();
  let agent: ChildProcess | undefined;
  const program = bundledAgent(node.root);
  try {
    const versions = FILES.map((files) => served(server, `llama-${FILES.indexOf(files)}`, files)).map((model) => ({ ...model, name: 'llama' }));
    // One version at a time fits: each change fetches, evicts and exchanges the link.
    const config = (round: number) => ({ models: [versions[round % 2]], diskBudget: 6_000_000 });
    const states = new Set<string>();
    let done = 0;
    for (let kill = 0; kill < KILLS; kill++) {
      node.configure(config(done));
      server.sent = 0;
      agent = startAgent(program, node);
      const bytes = Math.random() * SIZE;
      await node.until('as far as it is to be killed', () => server.sent >= bytes || node.isMarked(versions[done % 2]));
      await sleep(Math.random() * AFTERWARDS_MS);
      expect(agent.exitCode).toBeNull();
      agent.kill('SIGKILL');
      await once(agent, 'exit');
      states.add(stateOf(node, versions));
      if (node.isMarked(versions[done % 2])) {
        done++; // now the other one
      }
    }
    expect([...states]).toEqual(expect.arrayContaining(['nothing', 'ready 0']));
    // The last one is brought to its end, and what all of this left behind is no more than one version.
    node.configure(config(done));
    agent = startAgent(program, node);
    await node.until('ready', () => node.isMarked(versions[done % 2]));
    agent.kill('SIGTERM');
    await once(agent, 'exit');
    expect(agent.exitCode).toBe(0);
    expect(stateOf(node, versions)).toBe(`ready ${done % 2}`);
    expect(readdirSync(join(node.directory, '.partial'))).toEqual([]);
    expect(readdirSync(join(node.directory, '.versions')).sort()).toEqual([modelVersion(versions[done % 2]), `${modelVersion(versions[done % 2])}.json`]);
  } finally {
    agent?.kill('SIGKILL');
    await node.clean();
    await server.stop();
  }
}, 30_000 + KILLS * 3000);

test('a kill costs at most what came since the last note in the journal, 32 MiB', async () => {
  const MIB = 2 ** 20;
  const [size, held] = [96 * MIB, 64 * MIB];
  const server = await FileServer.start();
  const node = new Node();
  let agent: ChildProcess | undefined;
  try {
    const files = { file: content(size) };
    const model = served(server, 'llama', files);
    const program = bundledAgent(node.root);
    node.configure({ models: [model] });
    server.fault = (_, request) => (Number(/^bytes=(\d+)/.exec(request.headers.range!)![1]) >= held ? { type: 'hang' } : undefined);
    agent = startAgent(program, node);
    const partial = join(node.directory, '.partial', modelVersion(model), 'files/file');
    await node.until('so far', () => (statSync(partial, { throwIfNoEntry: false })?.size ?? 0) === held && server.sent > held, 30_000);
    await sleep(500); // notes follow what they speak of
    agent.kill('SIGKILL');
    await once(agent, 'exit');
    server.fault = () => undefined;
    server.sent = 0;
    agent = startAgent(program, node);
    await node.until('ready', () => node.isMarked(model), 30_000);
    expect(node.seen('llama')).toEqual(checksums(files));
    expect(server.sent).toBeLessThanOrEqual(size - held + 32 * MIB + 1);
  } finally {
    agent?.kill('SIGKILL');
    await node.clean();
    await server.stop();
  }
}, 90_000);

/** What a worker would find; fails if that is not all of one version. */
function stateOf(node: Node, versions: readonly CachedModelConfig[]): string {
  const seen = node.seen('llama');
  const version = FILES.findIndex((files) => JSON.stringify(checksums(files)) === JSON.stringify(seen));
  if (seen !== undefined) {
    expect(version).not.toBe(-1);
  }
  versions.forEach((model, index) => {
    if (node.isMarked(model)) {
      expect(version).toBe(index);
    }
  });
  return seen === undefined ? 'nothing' : `${node.isMarked(versions[version]) ? 'ready' : 'visible'} ${version}`;
}
