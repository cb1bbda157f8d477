import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checksums, content, Node, QUICK, served } from './support/agent';
import { FileServer } from './support/file-server';
import { modelLease, modelVersion } from '../../lib/contract/model-cache';
import { Leases } from '../src/store/leases';
import { Store } from '../src/store/store';

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

/** A model of one file of 100,000 bytes. */
const model = (name: string) => served(server, name, { file: content(100_000, name.length) });

describe('another version of a model', () => {
  test('takes the place of the one before when it is complete, which stays as long as there is space', async () => {
    const before = model('llama');
    await node.start({ models: [before] });
    await node.untilReady(before);
    const after = served(server, 'llama', { 'file': content(1000, 9), 'config.json': Buffer.from('{}') });
    let held = true;
    server.fault = (_, request) => (held && request.headers.range !== 'bytes=0-0' ? { type: 'status', status: 500 } : undefined);
    node.configure({ models: [after] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    expect(node.linkOf('llama')).toBe(`.versions/${modelVersion(before)}`);
    expect(node.isMarked(before)).toBe(true);
    held = false;
    await node.untilReady(after);
    expect(node.seen('llama')).toEqual(checksums({ 'file': content(1000, 9), 'config.json': Buffer.from('{}') }));
    expect(node.isMarked(before)).toBe(false); // its name leads elsewhere now
    expect(existsSync(node.versionPath(before))).toBe(true);

    server.requests.length = 0;
    node.configure({ models: [before] });
    await node.untilReady(before);
    expect(server.requests).toEqual([]); // going back costs nothing
    expect(node.linkOf('llama')).toBe(`.versions/${modelVersion(before)}`);
  });

  test('stops the fetching of one that is no longer declared', async () => {
    const [old, wanted] = [model('old'), model('wanted')];
    server.fault = (path, request) => (path.startsWith('/old') && request.headers.range !== 'bytes=0-0' ? { type: 'hang' } : undefined);
    await node.start({ models: [old] });
    await node.until('fetched', () => node.status('old')?.stage === 'fetching');
    node.configure({ models: [wanted] });
    await node.untilReady(wanted);
    expect(node.status('old')).toBeUndefined();
  });
});

describe('the disk budget', () => {
  test('evicts what is no longer declared, the longest unused first, and only as much as it has to', async () => {
    const [first, second, third] = ['first', 'second', 'third'].map(model);
    await node.start({ models: [first, second], diskBudget: 250_000 });
    await node.untilReady(first, second);
    node.configure({ models: [third], diskBudget: 250_000 });
    await node.untilReady(third);
    expect([existsSync(node.versionPath(first)), existsSync(node.versionPath(second))]).toEqual([false, true]);
    expect(node.has('first')).toBe(false);
    expect(node.isMarked(first)).toBe(false);
    expect(node.lines).toContainEqual(`info: ${modelVersion(first)}: removed to make room`);
    expect(await (await fetch(`${node.url}/metrics`)).text()).toContain('gpu_model_cache_evictions_total 1\n');
  });

  test('never evicts a model that a pod uses, until the pod is gone', async () => {
    const [used, wanted] = ['used', 'wanted'].map(model);
    node.pods = new Set(['pod-1']);
    await node.start({ models: [used], diskBudget: 150_000 });
    await node.untilReady(used);
    node.put(`.in-use/${modelLease(modelVersion(used), 'pod-1')}`, '');
    node.configure({ models: [wanted], diskBudget: 150_000 });
    await node.until('waiting for space', () => node.status('wanted')?.message.includes('nothing is left to evict') === true);
    expect(node.status('wanted')).toMatchObject({ stage: 'waiting' });
    expect(node.status('wanted')!.message).toMatch(/^it needs 100 kB; 10\d kB of the budget of 150 kB are taken, [\d.]+ .B of the disk are free, and nothing /);
    expect(node.status('wanted')!.message).toMatch(/ is left to evict but what pods use; give the nodes more disk, or the cache fewer models or a higher diskBudget$/);
    expect(node.seen('used')).toEqual(checksums({ file: content(100_000, 4) }));
    expect(node.isMarked(used)).toBe(true);
    node.pods = new Set();
    await node.untilReady(wanted);
    expect(node.has('used')).toBe(false);
    expect(readdirSync(join(node.directory, '.in-use'))).toEqual([]);
  });

  test('takes every lease for valid while the pods of the node are not known', async () => {
    const [used, wanted] = ['used', 'wanted'].map(model);
    await node.start({ models: [used], diskBudget: 150_000 });
    await node.untilReady(used);
    node.put(`.in-use/${modelLease(modelVersion(used), 'long-gone')}`, '');
    node.configure({ models: [wanted], diskBudget: 150_000 });
    await node.until('waiting', () => node.status('wanted')?.message.includes('nothing is left to evict') === true);
    expect(node.isMarked(used)).toBe(true);
  });

  test('that is lowered evicts at once what is no longer declared', async () => {
    const [old, kept] = ['old', 'kept'].map(model);
    await node.start({ models: [old, kept], diskBudget: 250_000 });
    await node.untilReady(old, kept);
    node.configure({ models: [kept], diskBudget: 120_000 });
    await node.until('evicted', () => !existsSync(node.versionPath(old)));
    expect(node.isMarked(kept)).toBe(true);
  });

  test('leaves a share of the disk to images and logs where they are on it', async () => {
    const shared = new Node(mkdtempSync('/var/tmp/gpu-model-cache-'));
    try {
      await shared.start({ models: [model('llama')], diskBudget: 1_000_000 }, { options: { ...QUICK, freeShare: 1 } });
      await shared.until('waiting', () => /of which [\d.]+ .B are left to images and logs, and nothing is left to evict/.test(shared.status('llama')!.message));
    } finally {
      await shared.clean();
      rmSync(shared.directory, { recursive: true });
    }
  });

  test('lets a model that fits go ahead of one that does not, and never evicts one that is declared', async () => {
    const [small, large, other] = [model('small'), served(server, 'large', { file: content(300_000) }), model('other')];
    await node.start({ models: [small, large, other], diskBudget: 250_000 });
    await node.untilReady(small, other);
    await node.until('waiting', () => /^it needs 300 kB; 20\d kB of the budget of 250 kB are taken/.test(node.status('large')!.message));
    expect(node.status('large')!.stage).toBe('waiting');
    expect(await (await fetch(`${node.url}/readyz`)).status).toBe(503);
  });

  test('counts what was begun, and removes that first', async () => {
    const [begun, wanted] = ['begun', 'wanted'].map(model);
    server.fault = (path, request) => (path.startsWith('/begun') && request.headers.range?.startsWith('bytes=65536') ? { type: 'status', status: 500 } : undefined);
    await node.start({ models: [begun], diskBudget: 150_000 });
    await node.until('failed', () => node.status('begun')?.stage === 'failed');
    expect(readdirSync(join(node.directory, '.partial'))).toEqual([modelVersion(begun)]);
    node.configure({ models: [wanted], diskBudget: 150_000 });
    await node.untilReady(wanted);
    expect(readdirSync(join(node.directory, '.partial'))).toEqual([]);
  });
});

describe('leases', () => {
  test('of a pod that comes while pods are being listed are kept', async () => {
    const llama = model('llama');
    await node.start({ models: [llama] });
    await node.untilReady(llama);
    await node.stop();
    const lease = modelLease(modelVersion(llama), 'new');
    const before = modelLease(modelVersion(llama), 'gone');
    node.put(`.in-use/${before}`, '');
    await new Leases(new Store(node.directory), async () => {
      const answer = new Set<string>(); // as it is now
      node.put(`.in-use/${lease}`, '');
      return answer;
    }).inUse();
    expect(readdirSync(join(node.directory, '.in-use'))).toEqual([lease]);
  });
});

describe('files of others', () => {
  test('what appears among the files of a model that is being fetched is no fault of what came', async () => {
    const [store, llama] = [new Store(node.directory), model('llama')];
    const version = modelVersion(llama);
    await store.open();
    await store.begin(version, []);
    node.put(`.partial/${version}/files/stray`, '');
    await expect(store.publish(llama, [])).rejects.toMatchObject({ kind: 'changed', message: 'stray: there, but not listed; it is removed, and the source listed again' });
    expect(node.has(`.versions/${version}`)).toBe(false);
  });

  test('a name that is taken is left alone, and said', async () => {
    const taken = model('taken');
    node.put('taken/precious', 'precious');
    await node.start({ models: [taken] });
    await node.until('failed', () => node.status('taken')?.stage === 'failed');
    expect(node.status('taken')!.message).toContain(`${node.directory}/taken is there and is not the agent's; move it away, or give the model another name`);
    expect(node.seen('taken')).toHaveProperty('precious');
    expect(server.requests).toEqual([]); // nothing was fetched in vain
  });

  test('a link of somebody else is not replaced', async () => {
    const taken = model('taken');
    mkdirSync(node.directory, { recursive: true });
    symlinkSync('/etc', join(node.directory, 'taken'));
    await node.start({ models: [taken] });
    await node.until('failed', () => node.status('taken')?.stage === 'failed');
    expect(readlinkSync(join(node.directory, 'taken'))).toBe('/etc');
  });

  test('what somebody has put beside models and into their directories stays when they are evicted', async () => {
    const [old, wanted] = [served(server, 'old', { 'a/b/file': content(100_000), 'c/file': content(10) }), model('wanted')];
    node.put('notes.txt', 'notes');
    await node.start({ models: [old], diskBudget: 150_000 });
    await node.untilReady(old);
    writeFileSync(join(node.versionPath(old), 'a/precious'), 'precious');
    node.configure({ models: [wanted], diskBudget: 150_000 });
    await node.untilReady(wanted);
    expect(node.has('notes.txt')).toBe(true);
    expect(readdirSync(node.versionPath(old))).toEqual(['a']);
    expect(readdirSync(join(node.versionPath(old), 'a'))).toEqual(['precious']);

    server.sent = 0;
    node.configure({ models: [old], diskBudget: 150_000 });
    await node.untilReady(old);
    expect(server.sent).toBe(100_012); // once, and a byte of each file before
    expect(readFileSync(join(node.directory, 'old/a/precious'), 'utf8')).toBe('precious');
  });

  test('what somebody has put into the directory of a model stays when the model is damaged, and given up', async () => {
    const [old, wanted] = [served(server, 'old', { 'a/file': content(100_000) }), model('wanted')];
    await node.start({ models: [old], diskBudget: 150_000 });
    await node.untilReady(old);
    writeFileSync(join(node.versionPath(old), 'a/precious'), 'precious');
    server.fault = (path) => (path.startsWith('/old') ? { type: 'status', status: 403 } : undefined);
    writeFileSync(join(node.versionPath(old), 'a/file'), content(100_000, 8));
    await node.until('damaged', () => node.status('old')?.stage === 'failed');
    node.configure({ models: [wanted], diskBudget: 150_000 });
    await node.untilReady(wanted);
    expect(readFileSync(join(node.versionPath(old), 'a/precious'), 'utf8')).toBe('precious');
  });

  test('a folder where a file of a model is to stand is left alone, and said before anything is fetched', async () => {
    const llama = model('llama');
    node.put(`.versions/${modelVersion(llama)}/file/precious`, 'precious');
    await node.start({ models: [llama] });
    await node.until('failed', () => node.status('llama')?.stage === 'failed');
    expect(node.status('llama')!.message).toContain(`${node.versionPath(llama)}/file is there and is not the agent's; move it away`);
    expect(server.sent).toBeLessThan(10);
    expect(node.has(`.versions/${modelVersion(llama)}/file/precious`)).toBe(true);
  });
});

describe('what is no longer there', () => {
  test('is neither marked nor linked after a start, and comes back', async () => {
    const [kept, undeclared] = ['kept', 'undeclared'].map(model);
    await node.start({ models: [kept, undeclared] });
    await node.untilReady(kept, undeclared);
    await node.stop();
    for (const gone of [kept, undeclared]) {
      rmSync(node.versionPath(gone), { recursive: true });
    }
    node.reported = [];
    await node.start({ models: [kept] });
    await node.untilReady(kept);
    expect(node.seen('kept')).toEqual(checksums({ file: content(100_000, 4) }));
    expect([node.isMarked(undeclared), readdirSync(node.directory).includes('undeclared')]).toEqual([false, false]);
    expect(readdirSync(join(node.directory, '.versions')).sort()).toEqual([modelVersion(kept), `${modelVersion(kept)}.json`]);
  });
});

describe('a second agent', () => {
  test('waits for the first to end', async () => {
    const llama = model('llama');
    await node.start({ models: [llama] });
    await node.untilReady(llama);
    const second = new Node(node.directory);
    try {
      const other = model('other');
      await second.start({ models: [other] });
      await second.until('said', () => second.lines.some((line) => line.includes('another agent works on')));
      await sleep(300);
      expect(second.has('other')).toBe(false);
      await node.stop();
      await second.untilReady(other);
    } finally {
      await second.clean();
    }
  });
});

describe('an agent that hangs', () => {
  test('keeps its directory, however many wait for it, until its process has ended', async () => {
    mkdirSync(node.directory, { recursive: true });
    const path = join(node.directory, '.lock');
    const holder = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGSTOP'))`]);
    const waiting: Socket[] = [];
    try {
      await node.until('held', () => existsSync(path));
      const full = new Promise<void>((resolve) => {
        const next = (): void => {
          waiting.push(connect(path, next).once('error', () => resolve()));
        };
        next();
      });
      await full; // the kernel takes no more who wait
      const llama = model('llama');
      await node.start({ models: [llama] });
      await node.until('said', () => node.lines.some((line) => line.includes('another agent works on')));
      await sleep(1200);
      expect(node.has('.versions')).toBe(false);
      holder.kill('SIGKILL');
      await node.untilReady(llama);
    } finally {
      holder.kill('SIGKILL');
      waiting.forEach((socket) => socket.destroy());
    }
  });
});

/** A filesystem of a few MiB. Mounting takes root; with CI=true it has to be possible. */
const canMount = (() => {
  const directory = mkdtempSync(join(tmpdir(), 'gpu-model-cache-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory], { stdio: 'ignore' });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(directory, { recursive: true });
  }
})();
const describeMount = canMount || process.env.CI === 'true' ? describe
  : (title: string, tests: () => void) => describe.skip(`${title} (skipped: mounting a tmpfs takes root)`, tests);

describeMount('a disk that is full', () => {
  const MIB = 2 ** 20;
  let disk: string;

  beforeEach(() => {
    disk = mkdtempSync(join(tmpdir(), 'gpu-model-cache-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=40m', 'tmpfs', disk]);
    node = new Node(join(disk, 'models'));
  });

  afterEach(async () => {
    await node.stop();
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true });
  });

  test('is seen before anything is fetched, and the models that are there stay served', async () => {
    const [small, large] = [model('small'), served(server, 'large', { file: content(30 * MIB) })];
    await node.start({ models: [small, large], diskBudget: 100 * MIB });
    await node.untilReady(small);
    await node.until('waiting', () => node.status('large')?.stage === 'waiting' && node.status('large')!.message.includes('needs 31.5 MB;'));
    expect(server.requests.filter(({ path, range }) => path === '/large/file' && range !== 'bytes=0-0')).toEqual([]);
    expect(node.isMarked(small)).toBe(true);
  });

  test('that has neither images nor logs may be filled', async () => {
    const llama = model('llama');
    await node.start({ models: [llama] }, { options: { ...QUICK, freeShare: 1 } });
    await node.untilReady(llama);
  });

  test('keeps to its share of the disk where no budget is given', async () => {
    const large = served(server, 'large', { file: content(34 * MIB) });
    await node.start({ models: [large] });
    await node.until('waiting', () => node.status('large')?.message.includes('of the budget of 33.6 MB') === true);
    expect(node.status('large')!.stage).toBe('waiting');
  });

  test('that others fill meanwhile is said, does not make it loop, and is gone on with when there is space', async () => {
    const large = served(server, 'large', { file: content(20 * MIB) });
    server.fault = (_, request) => {
      if (Number(/^bytes=(\d+)/.exec(request.headers.range ?? '')?.[1]) > 4 * MIB && !existsSync(join(disk, 'logs'))) {
        try {
          writeFileSync(join(disk, 'logs'), Buffer.alloc(40 * MIB));
        } catch {
          // as full as can be
        }
      }
      return undefined;
    };
    await node.start({ models: [large], diskBudget: 100 * MIB }, { options: { ...QUICK, partSize: MIB, slowMs: 5000 } });
    await node.until('waiting', () => node.status('large')?.stage === 'waiting' && /the disk is full|of the disk are free/.test(node.status('large')!.message));
    const before = server.requests.length;
    await sleep(1000);
    expect(server.requests.length - before).toBeLessThan(20);
    expect(node.seen('large')).toBeUndefined();
    server.fault = () => undefined;
    rmSync(join(disk, 'logs'));
    await node.untilReady(large);
    expect(node.seen('large')).toEqual(checksums({ file: content(20 * MIB) }));
  });
});
