import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const ROOT = join(__dirname, '..');

test('the typed imports are what the committed CRDs give', () => {
  const output = mkdtempSync(join(tmpdir(), 'imports-'));
  try {
    execFileSync('npx', ['tsx', 'scripts/import-crds.ts', '--committed', '--output', output], { cwd: ROOT, stdio: 'ignore' });
    const committed = join(ROOT, 'imports');
    expect(readdirSync(output).sort()).toEqual(readdirSync(committed).sort());
    for (const file of readdirSync(output)) {
      expect(readFileSync(join(output, file), 'utf8')).toBe(readFileSync(join(committed, file), 'utf8'));
    }
  } finally {
    rmSync(output, { recursive: true });
  }
}, 120_000);
