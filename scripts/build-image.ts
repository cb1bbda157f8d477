/** `npm run image`: bundles the scaler, builds its image with buildah so that the same sources give the same digest, and says what came of it. */
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { makeBase } from './image/base';
import { addPlatform, readBillOfMaterials } from './image/bill-of-materials';
import { run } from './image/command';
import { imageOf } from './image/oci-layout';
import { SCALER_IMAGE } from '../lib/private/scaler-image';

const ROOT = join(__dirname, '..');
const SCALER = join(ROOT, 'scaler');
const LAYOUT = join(ROOT, 'dist/image/oci');
const BILL_OF_MATERIALS = join(ROOT, 'dist/image/sbom.cdx.json');

/** containerd 1.5, CRI-O 1.17, Docker 23 and newer pull it. With gzip the image has 47 MB. */
const COMPRESSION = ['--compression-format', 'zstd', '--compression-level', '19'];

const HELP = `Usage: npm run image -- [options]

Builds the scaler's image with buildah, on Debian or Ubuntu. It is in buildah's storage then, and as an OCI layout in dist/image/oci, with its bill of
materials beside it.

  --name NAME   the image's full name (default: ${SCALER_IMAGE})
  --base IMAGE  build on this image, which has Node at /nodejs/bin/node, for example gcr.io/distroless/nodejs24-debian12:nonroot
                (default: a base of Node and the shared libraries that it needs, made here)
  --push        push it under its name; log in with \`buildah login\` before
  --help        print this

SOURCE_DATE_EPOCH is the time that the image and its files are said to be of (default: 0, so that equal content has an equal digest).`;

function main(): void {
  const { values: options } = parseArgs({
    options: {
      name: { type: 'string', default: SCALER_IMAGE },
      base: { type: 'string' },
      push: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }
  const { name } = options;
  const epoch = sourceDateEpoch();
  const base = options.base === undefined ? makeBase(epoch) : { reference: options.base, components: [] };
  run([process.execPath, join(SCALER, 'bundle.mjs')]);
  addPlatform(join(SCALER, 'dist/sbom.cdx.json'), base.components);
  run([
    'buildah', 'bud', '--isolation', 'chroot', '--identity-label=false', '--timestamp', epoch,
    '--build-arg', `BASE=${base.reference}`, '--tag', name, SCALER,
  ], { shown: true });
  rmSync(dirname(LAYOUT), { recursive: true, force: true });
  mkdirSync(dirname(LAYOUT), { recursive: true });
  run(['buildah', 'push', ...COMPRESSION, name, `oci:${LAYOUT}`]);
  copyFileSync(join(SCALER, 'dist/sbom.cdx.json'), BILL_OF_MATERIALS);

  const { digest, compressedBytes } = imageOf(LAYOUT);
  console.log([
    `image   ${name}@${digest}`,
    `size    ${(compressedBytes / 1e6).toFixed(1)} MB compressed`,
    `layout  ${LAYOUT}`,
    `SBOM    ${BILL_OF_MATERIALS}: ${readBillOfMaterials(BILL_OF_MATERIALS).components.length} components`,
  ].join('\n'));
  if (options.push) {
    push(name, digest);
  }
}

function sourceDateEpoch(): string {
  const epoch = process.env.SOURCE_DATE_EPOCH ?? '0';
  if (!/^\d+$/.test(epoch)) {
    throw new Error(`SOURCE_DATE_EPOCH: got ${JSON.stringify(epoch)}; expected seconds since 1970; set it to those of a commit: git log -1 --format=%ct`);
  }
  return epoch;
}

function push(name: string, digest: string): void {
  const file = join(dirname(LAYOUT), 'pushed-digest');
  run(['buildah', 'push', ...COMPRESSION, '--digestfile', file, name, `docker://${name}`], { shown: true });
  const pushed = readFileSync(file, 'utf8').trim();
  if (pushed !== digest) {
    throw new Error(`${name}: the registry has ${pushed}; expected ${digest}, which was built; use what the registry has only if it converts images`);
  }
  console.log(`pushed  ${name}@${digest}`);
}

try {
  main();
} catch (error) {
  console.error(`error: ${(error as Error).message}`);
  process.exitCode = 1;
}
