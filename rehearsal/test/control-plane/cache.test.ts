import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cacheKey, cacheRoot, controlPlaneCache, missingParts } from '../../src/control-plane/cache';
import { BINARIES } from '../../src/control-plane/versions';

describe('the root of the cache', () => {
  test('is ~/.cache/gpu-autoscaler by default', () => {
    expect(cacheRoot({})).toBe(join(homedir(), '.cache', 'gpu-autoscaler'));
  });
  test('respects XDG_CACHE_HOME', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/xdg' })).toBe('/xdg/gpu-autoscaler');
  });
  test('GPU_AUTOSCALER_CACHE overrides both, and is made absolute', () => {
    expect(cacheRoot({ XDG_CACHE_HOME: '/xdg', GPU_AUTOSCALER_CACHE: '/mine' })).toBe('/mine');
    expect(cacheRoot({ GPU_AUTOSCALER_CACHE: 'mine' })).toBe(join(process.cwd(), 'mine'));
  });
});

describe('the key of a build', () => {
  const files = { 'etcd/go.mod': 'module etcd', 'etcd/go.sum': 'h1:abc' };

  test('is the same for the same content, whatever the order of the files', () => {
    expect(cacheKey(files)).toMatch(/^[0-9a-f]{16}$/);
    expect(cacheKey({ 'etcd/go.sum': 'h1:abc', 'etcd/go.mod': 'module etcd' })).toBe(cacheKey(files));
  });
  test('changes with one byte of a go.sum, with the name of a file, and with the platform', () => {
    const keys = [
      cacheKey(files), cacheKey({ ...files, 'etcd/go.sum': 'h1:abd' }), cacheKey({ 'kwok/go.mod': 'module etcd', 'etcd/go.sum': 'h1:abc' }), cacheKey(files, 'plan9/mips'),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });
  test('does not confuse content that moves from one file to the next', () => {
    expect(cacheKey({ a: 'xy', b: 'z' })).not.toBe(cacheKey({ a: 'x', b: 'yz' }));
  });
  test('names the folder of the control plane below the root', () => {
    expect(controlPlaneCache({ GPU_AUTOSCALER_CACHE: '/mine' }).binDirectory).toMatch(/^\/mine\/control-plane\/[0-9a-f]{16}\/bin$/);
  });
});

describe('what is missing', () => {
  const root = mkdtempSync(join(tmpdir(), 'cache-'));
  afterAll(() => rmSync(root, { recursive: true }));
  const cache = { directory: root, binDirectory: join(root, 'bin'), manifestDirectory: join(root, 'manifests') };

  test('is everything at first, in the order of building', () => {
    expect(missingParts(cache)).toEqual([...BINARIES.map(({ name }) => name), 'manifests']);
  });
  test('an unfinished program counts as missing', () => {
    mkdirSync(cache.binDirectory);
    writeFileSync(join(cache.binDirectory, '.etcd.123'), '');
    expect(missingParts(cache)).toContain('etcd');
  });
  test('is nothing when all programs and the manifests are there', () => {
    mkdirSync(cache.manifestDirectory);
    BINARIES.forEach(({ name }) => writeFileSync(join(cache.binDirectory, name), ''));
    expect(missingParts(cache)).toEqual([]);
  });
});
