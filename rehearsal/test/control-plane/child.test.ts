import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Child } from '../../src/control-plane/child';
import { identify } from '../../src/control-plane/processes';

const directory = mkdtempSync(join(tmpdir(), 'child-'));
afterAll(() => rmSync(directory, { recursive: true }));
const log = join(directory, 'child.log');
const env = { PATH: process.env.PATH };

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited++) {
    if (waited === 100) {
      throw new Error(`not within 10 s: ${what}`);
    }
    await sleep(100);
  }
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

test('runs with its arguments as they are, its environment and its log', async () => {
  const endings: string[] = [];
  const child = Child.start(['sh', '-c', 'echo "$0|$1|$FACT"; echo wrong >&2', 'a b', '$x*'], { ...env, FACT: 'yes' }, log, (ending) => endings.push(ending));
  await child.wait();
  expect(read(log)).toBe('a b|$x*|yes\nwrong\n');
  expect(endings).toEqual(['ended with code 0']);
  expect(child.ending).toBe('ended with code 0');
});

test('its process id is that of the program, and what the program has started ends with it', async () => {
  const file = join(directory, 'grandchild');
  const child = Child.start(['sh', '-c', `sleep 100 & echo $! > ${file}; wait`], env, log, () => undefined);
  await until(() => read(file) !== '', 'the grandchild runs');
  expect(identify(child.pid)).toEqual(child.identity);
  child.signal('SIGKILL');
  await child.wait();
  expect(child.ending).toBe('ended by SIGKILL');
  await until(() => identify(Number(read(file))) === undefined, 'the grandchild is gone');
});

test('stop asks first', async () => {
  const file = join(directory, 'asked');
  const child = Child.start(['sh', '-c', `trap "exit 7" TERM; echo ready > ${file}; while :; do sleep 0.1; done`], env, log, () => undefined);
  await until(() => read(file) !== '', 'the trap is set');
  await child.stop(10);
  expect(child.ending).toBe('ended with code 7');
});

test('stop kills what does not listen after its grace, also when it is stopped (SIGSTOP)', async () => {
  const file = join(directory, 'deaf');
  const child = Child.start(['sh', '-c', `trap "" TERM; echo ready > ${file}; while :; do sleep 0.1; done`], env, log, () => undefined);
  await until(() => read(file) !== '', 'the trap is set');
  child.signal('SIGSTOP');
  const began = Date.now();
  await child.stop(0.5);
  expect(child.ending).toBe('ended by SIGKILL');
  expect(Date.now() - began).toBeGreaterThanOrEqual(450);
});

test('a program that cannot be started ends with a code, and says so in its log', async () => {
  const child = Child.start(['/no/such/program'], env, log, () => undefined);
  await child.wait();
  expect(child.ending).toBe('ended with code 127');
  expect(read(log)).toContain('/no/such/program');
});

test.each(['SIGKILL', 'SIGINT', 'SIGTERM', 'SIGHUP'] as const)('does not outlive a process that ends by %s, even when it ignores all signals and is stopped', async (signal) => {
  const pidFile = join(directory, `pids-${signal}`);
  const script = join(directory, 'holder.ts');
  const source = join(__dirname, '../../src/control-plane/child');
  const deaf = `trap "" INT TERM HUP; echo ready >> ${pidFile}.ready; while :; do sleep 0.1; done`;
  writeFileSync(script, `
    import { writeFileSync } from 'node:fs';
    import { Child } from ${JSON.stringify(source)};
    const children = [1, 2].map(() => Child.start(['sh', '-c', ${JSON.stringify(deaf)}], { PATH: process.env.PATH }, '/dev/null', () => undefined));
    writeFileSync(${JSON.stringify(pidFile)}, JSON.stringify(children.map(({ pid }) => pid)));
    setInterval(() => undefined, 1000);
  `);
  const holder = spawn(process.execPath, ['--require', 'tsx/cjs', script], { stdio: 'ignore', cwd: join(__dirname, '../../..') });
  try {
    await until(() => read(`${pidFile}.ready`) === 'ready\nready\n' && read(pidFile) !== '', 'both children run');
    const pids = JSON.parse(read(pidFile)) as number[];
    expect(pids.map((pid) => identify(pid)?.pid)).toEqual(pids);
    process.kill(pids[1], 'SIGSTOP');
    holder.kill(signal);
    await until(() => pids.every((pid) => identify(pid) === undefined), 'the children are gone');
  } finally {
    holder.kill('SIGKILL');
  }
});
