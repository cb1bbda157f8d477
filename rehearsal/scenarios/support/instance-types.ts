/** The file of machines that the scenarios give to Karpenter's kwok provider. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderInstanceTypes } from '../../src/run/instance-types';

/** Writes the file that `ControlPlaneOptions.instanceTypesFile` names; it goes when this process ends. */
export function writeInstanceTypes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-types-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'instance-types.json');
  writeFileSync(file, renderInstanceTypes());
  return file;
}
