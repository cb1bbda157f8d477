import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pause } from './support';
import { TargetOverrides } from '../src/target-overrides';

/** Longer than it takes to notice a change. */
const NOTICED_MS = 700;

describe('TargetOverrides', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'targets-')), 'targets.json');
  const logged: string[] = [];
  let overrides: TargetOverrides;

  beforeEach(() => {
    logged.length = 0;
    writeFileSync(file, '{"ml-platform/worker": 5}');
    overrides = new TargetOverrides(file, (_level, message) => logged.push(message));
  });
  afterEach(() => overrides.close());

  test('a change that comes right after the start is noticed, once', async () => {
    let calls = 0;
    overrides.watch(() => calls++);
    writeFileSync(file, '{"ml-platform/worker": 6}');
    await pause(2 * NOTICED_MS);
    expect(overrides.of('ml-platform/worker')).toBe(6);
    expect(calls).toBe(1);
    expect(logged).toEqual(['targets changed']);
  });

  test('a file that is away leaves the last good one, and is said once', async () => {
    rmSync(file);
    await pause(2 * NOTICED_MS);
    expect(overrides.of('ml-platform/worker')).toBe(5);
    expect(logged).toEqual(['targets not changed']);
    writeFileSync(file, '{"ml-platform/worker": 7}');
    await pause(NOTICED_MS);
    expect(overrides.of('ml-platform/worker')).toBe(7);
  });

  test('one that is written again as it was changes nothing', async () => {
    await pause(10);
    writeFileSync(file, '{"ml-platform/worker": 5}');
    await pause(NOTICED_MS);
    expect(logged).toEqual([]);
  });

  test('without a file there are none', () => {
    expect(new TargetOverrides(undefined, () => undefined).of('ml-platform/worker')).toBeUndefined();
  });
});
