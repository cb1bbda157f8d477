/** Where the built control plane lives: a folder outside the checkout, keyed by everything that goes into it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { BINARIES, LDFLAGS, VERSIONS } from './versions';

/** The folders of one build in the cache. */
export interface ControlPlaneCache {
  /** Everything of this build. */
  readonly directory: string;
  /** The programs. */
  readonly binDirectory: string;
  /** CRDs, RBAC, webhook configuration and kwok stages, taken out of the Go modules: booting needs no Go. */
  readonly manifestDirectory: string;
}

/** Bump when what `takeManifests` writes changes although its sources do not. */
const MANIFEST_LAYOUT = 1;

/**
 * The cache of this project: `$GPU_AUTOSCALER_CACHE`, else `$XDG_CACHE_HOME/gpu-autoscaler`, else `~/.cache/gpu-autoscaler`.
 */
export function cacheRoot(env: NodeJS.ProcessEnv = process.env): string {
  if (env.GPU_AUTOSCALER_CACHE) {
    return resolve(env.GPU_AUTOSCALER_CACHE);
  }
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'gpu-autoscaler');
}

/** The folder with one go.mod and go.sum for each part. */
export function goModulesDirectory(): string {
  return findAbove('control-plane', (folder) => existsSync(join(folder, 'kubernetes', 'go.mod')));
}

/** The folder with the committed CRDs of the AWS provider of Karpenter. */
export function awsCrdsDirectory(): string {
  return findAbove(join('crds', 'karpenter-aws'), existsSync);
}

/** The nearest folder of that name beside or above this file: the same code runs from the checkout and from a bundle. */
function findAbove(name: string, accept: (folder: string) => boolean): string {
  for (let folder = __dirname; ; folder = join(folder, '..')) {
    const candidate = join(folder, name);
    if (accept(candidate)) {
      return candidate;
    }
    if (folder === join(folder, '..')) {
      throw new Error(`no folder ${name} beside or above ${__dirname}: this installation is not complete, install the package again`);
    }
  }
}

/**
 * The key of a build: a hash of the versions, the flags, the platform and the content of the given files (go.mod, go.sum, CRDs).
 * Equal inputs give an equal key; a changed byte in any of them gives another one, so that an old build is never taken for a new one.
 */
export function cacheKey(files: Readonly<Record<string, string>>, platform = `${process.platform}/${process.arch}`): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify({ VERSIONS, LDFLAGS, packages: BINARIES.map(({ name, goPackage }) => [name, goPackage]), MANIFEST_LAYOUT, platform }));
  for (const name of Object.keys(files).sort()) {
    hash.update(`\0${name}\0${files[name].length}\0${files[name]}`);
  }
  return hash.digest('hex').slice(0, 16);
}

/** The cache of the control plane that this version of the project wants, built or not. */
export function controlPlaneCache(env: NodeJS.ProcessEnv = process.env): ControlPlaneCache {
  const files: Record<string, string> = {};
  for (const module of Object.keys(VERSIONS)) {
    for (const file of ['go.mod', 'go.sum']) {
      files[`${module}/${file}`] = readFileSync(join(goModulesDirectory(), module, file), 'utf8');
    }
  }
  for (const file of readdirSync(awsCrdsDirectory()).filter((name) => name.endsWith('.yaml'))) {
    files[`aws/${file}`] = readFileSync(join(awsCrdsDirectory(), file), 'utf8');
  }
  const directory = join(cacheRoot(env), 'control-plane', cacheKey(files));
  return { directory, binDirectory: join(directory, 'bin'), manifestDirectory: join(directory, 'manifests') };
}

/** What of this build is not there yet, in the order of building; empty when all is. */
export function missingParts(cache: ControlPlaneCache): string[] {
  const missing = BINARIES.filter(({ name }) => !existsSync(join(cache.binDirectory, name))).map(({ name }) => name);
  return existsSync(cache.manifestDirectory) ? missing : [...missing, 'manifests'];
}
