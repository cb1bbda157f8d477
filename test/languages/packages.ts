import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { run } from './command';

export const ROOT = join(__dirname, '../..');

/** Everything is built and run here, out of git and of the sources. */
export const WORKPLACE = join(ROOT, 'dist/languages');

/** The jsii modules that the library needs, each after those that it needs itself. */
const DEPENDENCIES = ['constructs', 'cdk8s', 'cdk8s-plus-28'];

const LIBRARY = 'cdk8s-gpu-autoscaler';

/** The versions that the library is developed with. Newer ones may write other YAML. */
export const VERSIONS: { readonly [module: string]: string } = Object.fromEntries(
  DEPENDENCIES.map((module) => [module, JSON.parse(readFileSync(join(installed(module), 'package.json'), 'utf8')).version]),
);

/** The Maven projects of the library and of what it needs, in one build. */
export const MAVEN_MODULES = [...DEPENDENCIES, LIBRARY].map((module) => `packages/${module}/java`);

/** Starts from an empty folder: what an earlier run built says nothing about this one. */
export function clearWorkplace(): void {
  rmSync(WORKPLACE, { recursive: true, force: true });
  mkdirSync(WORKPLACE, { recursive: true });
}

/** The tarball that npm would publish, in `packages/js`. */
export function packForNpm(): Promise<void> {
  return pacmak('js', 'packages', [ROOT]);
}

/** A wheel, in `packages/python`. */
export function packForPython(): Promise<void> {
  return pacmak('python', 'packages', [ROOT]);
}

/** Go modules in `packages/go`: those of the dependencies too, so that the versions are the ones that are installed here. */
export function packForGo(): Promise<void> {
  return pacmak('go', 'packages', [...DEPENDENCIES.map(installed), ROOT]);
}

/**
 * Maven projects, each in `packages/MODULE/java`: those of the dependencies too. Their ranges become exact versions, because Maven
 * fetches the POM of every version within a range, hundreds of them.
 */
export async function packForMaven(): Promise<void> {
  await Promise.all([...DEPENDENCIES, LIBRARY].map(async (module) => {
    await pacmak('java', `packages/${module}`, [module === LIBRARY ? ROOT : installed(module)], '--code-only');
    const pom = join(WORKPLACE, 'packages', module, 'java/pom.xml');
    writeFileSync(pom, readFileSync(pom, 'utf8').replace(
      /(<artifactId>(.+?)<\/artifactId>\s*<version>)\[([^,]+),[^<]*/g,
      (_, head: string, artifact: string, oldest: string) => head + (VERSIONS[artifact] ?? oldest),
    ));
  }));
}

function installed(module: string): string {
  return join(ROOT, 'node_modules', module);
}

async function pacmak(target: string, folder: string, projects: readonly string[], ...options: readonly string[]): Promise<void> {
  await run(['npx', 'jsii-pacmak', ...projects, '--targets', target, '--outdir', join(WORKPLACE, folder), '--no-npmignore', ...options], ROOT);
}
