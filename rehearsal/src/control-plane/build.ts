/** Builds the control plane from the Go modules into the cache. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ControlPlaneCache, controlPlaneCache, goModulesDirectory, missingParts } from './cache';
import { go, installedGo } from './go';
import { lock } from './lock';
import { takeManifests } from './manifest-files';
import { duration, Progress, ProgressOutput } from './progress';
import { BINARIES, Binary, LDFLAGS, VERSIONS } from './versions';

/**
 * Builds what the cache lacks and returns where it is; at once when all is there. Two builds at the same time do not clash: the second waits for
 * the first and finds its work. A program appears under its name only when it is finished, so a build that was broken off goes on where it was.
 *
 * @param output where progress is written.
 * @throws Error that says what is missing when Go is absent or too old, or with the last words of the compiler.
 */
export async function buildControlPlane(output: ProgressOutput): Promise<ControlPlaneCache> {
  const cache = controlPlaneCache();
  if (missingParts(cache).length === 0) {
    return cache;
  }
  const version = installedGo();
  const held = await lock(join(cache.directory, 'build.lock'), ({ pid }) => output.write(`Another build (process ${pid}) is at work in ${cache.directory}: waiting for it.\n`));
  try {
    const binaries = BINARIES.filter(({ name }) => !existsSync(join(cache.binDirectory, name)));
    const [most, least] = (['secondsFromNothing', 'secondsWhenCached'] as const).map((key) => binaries.reduce((sum, binary) => sum + binary[key], 0));
    if (binaries.length > 0) {
      output.write(`Building ${binaries.length} programs with Go ${version} into ${cache.directory}\n`
        + `On 2 cores this takes about ${duration(most)} from nothing (and 12 GB in Go's own caches), about ${duration(least)} when Go has compiled it before.\n`);
    }
    mkdirSync(cache.binDirectory, { recursive: true });
    readdirSync(cache.binDirectory).filter((name) => name.startsWith('.')).forEach((draft) => rmSync(join(cache.binDirectory, draft))); // of a build that was broken off
    for (const [index, binary] of binaries.entries()) {
      await build(binary, `[${index + 1}/${binaries.length}]`, cache, output);
    }
    if (!existsSync(cache.manifestDirectory)) {
      await takeManifests(cache);
      output.write('CRDs, RBAC and kwok stages taken out of the modules\n');
    }
  } finally {
    held.release();
  }
  return cache;
}

async function build(binary: Binary, position: string, cache: ControlPlaneCache, output: ProgressOutput): Promise<void> {
  const { name, module, goPackage, purpose, secondsFromNothing } = binary;
  const progress = new Progress(output, `${position} ${name} ${VERSIONS[module]}`, purpose, secondsFromNothing);
  const target = join(cache.binDirectory, name);
  const draft = join(cache.binDirectory, `.${name}.${process.pid}`);
  let compiled = 0;
  try {
    // -v names each package when it is compiled, and each module when it is downloaded: the sign of life.
    await go(['build', '-v', '-trimpath', `-ldflags=${LDFLAGS[module]}`, '-o', draft, goPackage], join(goModulesDirectory(), module), (line) => {
      compiled += line.startsWith('go: ') ? 0 : 1;
      progress.update(line.startsWith('go: ') ? line.slice(4) : `${compiled} packages compiled, at ${line}`);
    });
    renameSync(draft, target);
  } catch (error) {
    rmSync(draft, { force: true });
    progress.end('failed');
    throw error;
  }
  progress.end(compiled === 0 ? 'linked' : `built (${compiled} packages compiled)`);
}
