import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lock, LockedError, lockHolder, tryLock } from '../../src/control-plane/lock';
import { identify } from '../../src/control-plane/processes';

const directory = mkdtempSync(join(tmpdir(), 'lock-'));
afterAll(() => rmSync(directory, { recursive: true }));
let count = 0;
const fresh = (): string => join(directory, `${count++}`, 'a.lock');

/** The number of a process that has ended. */
const dead = (): number => spawnSync('true').pid;

test('names its holder, and is gone after release', () => {
  const path = fresh();
  const held = tryLock(path);
  expect(lockHolder(path)?.pid).toBe(process.pid);
  held.release();
  expect(existsSync(path)).toBe(false);
  expect(lockHolder(path)).toBeUndefined();
});

test('is refused while its holder runs, naming it, also to the same process', () => {
  const path = fresh();
  const held = tryLock(path);
  expect(() => tryLock(path)).toThrow(LockedError);
  expect(() => tryLock(path)).toThrow(`held by process ${process.pid}`);
  held.release();
});

test('is taken over when its holder has died', () => {
  const path = fresh();
  tryLock(path).release();
  writeFileSync(path, JSON.stringify({ pid: dead(), started: '1' }));
  const held = tryLock(path);
  expect(lockHolder(path)?.pid).toBe(process.pid);
  held.release();
});

test('is taken over when the number of its holder belongs to another process now', () => {
  const path = fresh();
  tryLock(path).release();
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'another time' }));
  tryLock(path).release();
});

test('is taken over when it is damaged', () => {
  const path = fresh();
  tryLock(path).release();
  writeFileSync(path, '{"pid":');
  tryLock(path).release();
});

test('release leaves a lock alone that somebody else holds by now', () => {
  const path = fresh();
  const mine = tryLock(path);
  const other = spawn('sleep', ['10']);
  try {
    writeFileSync(path, JSON.stringify(identify(other.pid!)));
    mine.release();
    expect(lockHolder(path)?.pid).toBe(other.pid);
  } finally {
    other.kill();
  }
});

test('waits for its holder and says so once', async () => {
  const path = fresh();
  const first = tryLock(path);
  const told: number[] = [];
  const waiting = lock(path, ({ pid }) => told.push(pid));
  setTimeout(() => first.release(), 500);
  (await waiting).release();
  expect(told).toEqual([process.pid]);
});

test('leaves no drafts behind', () => {
  const path = fresh();
  tryLock(path).release();
  expect(readdirSync(join(path, '..'))).toEqual([]);
});
