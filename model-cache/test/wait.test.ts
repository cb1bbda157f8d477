import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelMarker, modelVersion, renderModelCacheConfig } from '../../lib/contract/model-cache';
import { waitForModels } from '../src/wait';

const MODEL = { name: 'llama', source: { type: 's3', bucket: 'models' } } as const;

let directory: string;
let lines: string[];
const say = (line: string) => void lines.push(line);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gpu-model-cache-wait-'));
  mkdirSync(join(directory, '.ready'));
  mkdirSync(join(directory, '.in-use'));
  lines = [];
});

afterEach(() => rmSync(directory, { recursive: true }));

const marker = () => join(directory, modelMarker(MODEL));

describe('waiting for models', () => {
  test('ends when all markers are there, and says until then which are not', async () => {
    const other = join(directory, '.ready', 'other');
    writeFileSync(other, '');
    const waiting = waitForModels({ markers: [marker(), other], say });
    setTimeout(() => writeFileSync(marker(), ''), 300);
    await waiting;
    expect(lines[0]).toBe(`waiting for the model cache since 0 s: ${marker()} is not there yet`);
    expect(lines[lines.length - 1]).toMatch(new RegExp(`^ready after \\d s: ${modelVersion(MODEL)}, other$`));
  });

  test('says that a pod uses the models before it looks whether they are ready', async () => {
    const lease = { directory: join(directory, '.in-use'), podUid: 'uid-1' };
    const waiting = waitForModels({ markers: [marker()], lease, say });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(readdirSync(lease.directory)).toEqual([`${modelVersion(MODEL)}.uid-1`]);
    writeFileSync(marker(), '');
    await waiting;
    expect(readdirSync(lease.directory)).toEqual([`${modelVersion(MODEL)}.uid-1`]);
  });

  test('fails when the models are ready and the pod cannot say that it uses them', async () => {
    writeFileSync(marker(), '');
    await expect(waitForModels({ markers: [marker()], lease: { directory: join(directory, 'absent'), podUid: 'uid-1' }, say }))
      .rejects.toThrow(/ENOENT.*; mount the cache's \.in-use directory there, writable$/);
  });
});

describe('the command', () => {
  const MAIN = join(__dirname, '../src/main.ts');

  function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<{ readonly code: number | null; readonly out: string }> {
    return new Promise((resolve) => {
      const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
      let out = '';
      child.stdout.on('data', (text: Buffer) => out += text.toString());
      child.stderr.on('data', (text: Buffer) => out += text.toString());
      child.once('exit', (code) => resolve({ code, out }));
    });
  }

  test('waits for a model of a configuration, and takes a lease', async () => {
    writeFileSync(marker(), '');
    const config = join(directory, 'model-cache.json');
    writeFileSync(config, renderModelCacheConfig({ directory, models: [MODEL] }));
    expect(await run(['wait', '--config', config, '--model', 'llama', '--lease', join(directory, '.in-use')], { POD_UID: 'uid-1' }))
      .toEqual({ code: 0, out: expect.stringContaining('ready after 0 s: llama-') });
    expect(readdirSync(join(directory, '.in-use'))).toEqual([`${modelVersion(MODEL)}.uid-1`]);
  });

  /** A process that is the first of its namespace, as in a container. That takes root; with CI=true it has to be possible. */
  const canUnshare = spawnSync('unshare', ['--pid', '--fork', 'true']).status === 0;
  const testUnshare = canUnshare || process.env.CI === 'true' ? test : test.skip;

  testUnshare('ends on SIGTERM as the first process of its container', async () => {
    const gate = spawn('unshare', ['--pid', '--fork', '--kill-child', process.execPath, '--import', 'tsx', MAIN, 'wait', '--marker', marker()], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      await once(gate.stdout, 'data'); // it waits
      const [first] = readFileSync(`/proc/${gate.pid}/task/${gate.pid}/children`, 'utf8').split(' ');
      process.kill(Number(first), 'SIGTERM');
      expect(await once(gate, 'exit')).toEqual([143, null]);
    } finally {
      gate.kill('SIGKILL');
    }
  });

  test.each([
    [['wait'], '--marker: got nothing; expected a marker, or a configuration and a model'],
    [['wait', '--marker', '/x', '--lease', '/y'], 'POD_UID: got ""; expected the pod\'s uid; set it from the downward API'],
    [['status'], 'no agent answers at 127.0.0.1:1'],
    [['run', '--config', '/absent'], 'configuration file /absent: ENOENT'],
  ])('%p says what is wrong', async (args, problem) => {
    const { code, out } = await run(args, { POD_UID: '', HEALTH_ADDRESS: '127.0.0.1:1' });
    expect(code).toBe(1);
    expect(out).toContain(problem);
  });
});
