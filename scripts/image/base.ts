/** The base of the image: Node, the shared libraries that it needs, and nothing else. */
import { createHash } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Component } from './bill-of-materials';
import { run } from './command';
import { NODE_VERSION, nodeDirectory, nodePackage, putInPlace } from './node';
import { cacheRoot } from '../../rehearsal/src/control-plane/cache';

/** The packages that have Node's shared libraries in them. They are taken as they are installed here: as new as this machine's updates. */
const DEBIAN_PACKAGES = ['libc6', 'libgcc-s1', 'libstdc++6'];

/** The smallest system: who runs it, and how names are resolved. */
const FILES: Readonly<Record<string, string>> = {
  'etc/passwd': 'nonroot:x:65532:65532:nonroot:/:/sbin/nologin\n',
  'etc/group': 'nonroot:x:65532:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

/** Says which distribution this is. */
const RELEASE = '/etc/os-release';

interface DebianPackage {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
}

/** A base that an image can be built on. */
export interface Base {
  /** The name of the image. */
  readonly reference: string;
  /** What is in it. */
  readonly components: readonly Component[];
}

/**
 * Makes the base, once for each version of what goes into it.
 *
 * @throws Error if this is not Debian or Ubuntu, or what is to go into the base is not what it was published as
 */
export function makeBase(epoch: string): Base {
  const packages = installedPackages();
  // The source of this file stands for all else that it puts into the base.
  const inputs = [readFileSync(__filename, 'utf8'), nodePackage().integrity, readFileSync(RELEASE, 'utf8'), packages, epoch];
  const key = createHash('sha256').update(JSON.stringify(inputs)).digest('hex').slice(0, 16);
  const root = join(cacheRoot(), 'image-base', key);
  if (!existsSync(root)) {
    mkdirSync(dirname(root), { recursive: true });
    const draft = mkdtempSync(`${root}.`);
    try {
      layOut(draft, packages);
      putInPlace(draft, root);
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }
  const reference = `localhost/gpu-autoscaler-base:${NODE_VERSION}-${key}`;
  const dockerfile = join(__dirname, 'base.Dockerfile');
  run(['buildah', 'bud', '--layers', '--identity-label=false', '--timestamp', epoch, '--file', dockerfile, '--tag', reference, root]);
  return { reference, components: [nodeComponent(root), ...packages.map(debianComponent)] };
}

function installedPackages(): DebianPackage[] {
  if (!existsSync('/var/lib/dpkg')) {
    throw new Error('this is not Debian or Ubuntu, whose shared libraries the base is made of; give --base IMAGE, or build with Docker: docs/image.md');
  }
  const architecture = nodePackage().debian;
  return DEBIAN_PACKAGES.map((name) => (
    { name, version: run(['dpkg-query', '--show', '--showformat', '${Version}', `${name}:${architecture}`]), architecture }
  ));
}

function layOut(root: string, packages: readonly DebianPackage[]): void {
  Object.entries(FILES).forEach(([path, text]) => write(root, path, text));
  copy(RELEASE, root, RELEASE, 0o444); // scanners look there
  makeDirectories(root, 'tmp');
  chmodSync(join(root, 'tmp'), 0o1777);
  takeNode(root);
  takeLibraries(root, packages);
}

/** Without symbols it is a seventh smaller. */
function takeNode(root: string): void {
  const node = nodeDirectory();
  const stripped = join(root, '.stripped');
  run(['strip', '--strip-all', '-o', stripped, join(node, 'bin/node')]);
  copy(join(node, 'LICENSE'), root, 'nodejs/LICENSE', 0o444);
  copy(stripped, root, 'nodejs/bin/node', 0o555);
  rmSync(stripped);
}

/** Takes what the loader says that Node needs, with the packages' licenses, and their names where scanners look for them. */
function takeLibraries(root: string, packages: readonly DebianPackage[]): void {
  const names = packages.map(({ name, architecture }) => `${name}:${architecture}`);
  const owned = new Set(run(['dpkg-query', '--listfiles', ...names]).split('\n').map((path) => basename(path)));
  const altered = run(['dpkg', '--verify', ...names]).split('\n').map((line) => basename(line));
  // `libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x…)`, and the loader itself
  const needed = [...run(['ldd', join(root, 'nodejs/bin/node')]).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path);
  for (const path of needed) {
    const file = realpathSync(path);
    if (!owned.has(basename(file)) || altered.includes(basename(file))) {
      throw new Error(`${path}, which Node needs: expected it as ${DEBIAN_PACKAGES.join(', ')} have it; reinstall them, or add the package that Node needs`);
    }
    copy(file, root, path, 0o555);
  }
  for (const { name, architecture } of packages) {
    write(root, `var/lib/dpkg/status.d/${name}`, run(['dpkg-query', '--status', `${name}:${architecture}`]));
    copy(realpathSync(`/usr/share/doc/${name}/copyright`), root, `usr/share/doc/${name}/copyright`, 0o444);
  }
}

function write(root: string, path: string, text: string): void {
  const target = join(root, path);
  makeDirectories(root, dirname(path));
  writeFileSync(target, text);
  chmodSync(target, 0o444);
}

function copy(file: string, root: string, path: string, mode: number): void {
  const target = join(root, path);
  makeDirectories(root, dirname(path));
  copyFileSync(file, target);
  chmodSync(target, mode);
}

/** Whatever the umask is. */
function makeDirectories(root: string, path: string): void {
  mkdirSync(join(root, path), { recursive: true });
  for (let folder = join(root, path); folder.length >= root.length; folder = dirname(folder)) {
    chmodSync(folder, 0o755);
  }
}

function nodeComponent(root: string): Component {
  const content = createHash('sha256').update(readFileSync(join(root, 'nodejs/bin/node'))).digest('hex');
  return {
    'type': 'platform',
    'bom-ref': `node@${NODE_VERSION}`,
    'name': 'node',
    'version': NODE_VERSION,
    'cpe': `cpe:2.3:a:nodejs:node.js:${NODE_VERSION}:*:*:*:*:*:*:*`,
    'purl': `pkg:generic/node@${NODE_VERSION}`,
    'hashes': [{ alg: 'SHA-256', content }],
  };
}

function debianComponent({ name, version, architecture }: DebianPackage): Component {
  const [id, release] = ['ID', 'VERSION_ID'].map((field) => new RegExp(`^${field}="?([^"\n]+)`, 'm').exec(readFileSync(RELEASE, 'utf8'))![1]);
  const purl = `pkg:deb/${id}/${encodeURIComponent(name)}@${encodeURIComponent(version)}?arch=${architecture}&distro=${id}-${release}`;
  return { 'type': 'library', 'bom-ref': purl, name, version, purl };
}
