import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkName, resolveOptions } from '../../src/control-plane/options';

test('defaults', () => {
  expect(resolveOptions({})).toMatchObject({
    name: 'default',
    hpaSyncPeriod: 15,
    instanceTypesFile: undefined,
    featureGates: { CapacityBuffer: true, StaticCapacity: true, NodeOverlay: true },
    awsCrds: true,
    podStages: undefined,
    kedaWebhooks: true,
    flags: {},
    env: {},
  });
});

test('feature gates are added to the defaults, and can turn them off', () => {
  expect(resolveOptions({ featureGates: { NodeRepair: true, CapacityBuffer: false } }).featureGates)
    .toEqual({ CapacityBuffer: false, StaticCapacity: true, NodeOverlay: true, NodeRepair: true });
});

test.each(['a', 'a1', 'two-words', 'x'.repeat(40)])('accepts the name %s', (name) => {
  expect(() => checkName(name)).not.toThrow();
});
test.each(['', 'A', '-a', 'a-', 'a_b', '../etc', 'x'.repeat(41)])('refuses the name "%s"', (name) => {
  expect(() => resolveOptions({ name })).toThrow(`"${name}" cannot name a control plane: expected 1 to 40 lower-case letters`);
});

test.each([0.001, 2, 60])('accepts an HPA sync period of %d s', (hpaSyncPeriod) => {
  expect(resolveOptions({ hpaSyncPeriod }).hpaSyncPeriod).toBe(hpaSyncPeriod);
});
test.each([0, -1, 61, Number.NaN])('refuses an HPA sync period of %d s', (hpaSyncPeriod) => {
  expect(() => resolveOptions({ hpaSyncPeriod })).toThrow('more than 0 and at most 60');
});

test('refuses flags and environment of a component that does not exist, and names those that do', () => {
  expect(() => resolveOptions({ flags: { scheduler: [] } as never })).toThrow('flags name the component "scheduler": expected one of etcd, kube-apiserver');
  expect(() => resolveOptions({ env: { keda: {} } as never })).toThrow('env name the component "keda"');
});

describe('the file of instance types', () => {
  const directory = mkdtempSync(join(tmpdir(), 'types-'));
  afterAll(() => rmSync(directory, { recursive: true }));
  const file = (text: string): string => {
    const path = join(directory, 'types.json');
    writeFileSync(path, text);
    return path;
  };

  test('may be a list', () => {
    const path = file('[{"name":"g5.xlarge"}]');
    expect(resolveOptions({ instanceTypesFile: path }).instanceTypesFile).toBe(path);
  });
  test.each([
    ['{', 'is not JSON'],
    ['{}', 'expected a list with at least one instance type'],
    ['[]', 'expected a list with at least one instance type'],
  ])('must not be %s', (text, message) => {
    expect(() => resolveOptions({ instanceTypesFile: file(text) })).toThrow(message);
  });
  test.each(['/no/such/file.json', 'relative.json'])('must exist and be absolute: %s', (path) => {
    expect(() => resolveOptions({ instanceTypesFile: path })).toThrow('expected the absolute path of an existing file');
  });
});
