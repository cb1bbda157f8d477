// Makes dist/, all that the image has beside Node: the scaler, what it traces with and the model cache agent, each in one file; LICENSES.txt, what the
// packages in them ask to be passed on; and sbom.cdx.json, which names these packages.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cyclonedxEsbuildPlugin } from '@cyclonedx/cyclonedx-esbuild';
import { build } from 'esbuild';

/** The programs, and what they load now and then, by the name of their file. */
const programs = {
  'scaler': 'src/main.ts',
  'opentelemetry': 'src/opentelemetry/index.ts',
  'model-cache': '../model-cache/src/main.ts',
  'hash-thread': '../model-cache/src/fetch/hash-thread.cjs',
};

/** The scaler loads it where traces have somewhere to go. */
const openTelemetry = {
  name: 'opentelemetry',
  setup: ({ onResolve }) => onResolve({ filter: /^\.\/opentelemetry$/ }, () => ({ path: './opentelemetry.cjs', external: true })),
};

const directory = dirname(fileURLToPath(import.meta.url));
rmSync(join(directory, 'dist'), { recursive: true, force: true });

const { metafile } = await build({
  absWorkingDir: directory,
  entryPoints: programs,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  alias: {
    'gpu-model-cache': './model-cache.cjs', // the scaler starts the agent for `cache` only
    // npm installs several copies of one version, because of others that only tests use: this folder's will do.
    ...Object.fromEntries(['core', 'resources', 'sdk-trace'].map((name) => [`@opentelemetry/${name}`, `@opentelemetry/${name}`])),
  },
  external: ['./model-cache.cjs'],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none', // the licenses are in the other file
  plugins: [openTelemetry, cyclonedxEsbuildPlugin({ outputFile: 'sbom.cdx.json', outputReproducible: true, validate: true, logLevel: 'error' })],
  metafile: true,
  logLevel: 'info',
});

/** The folders of the packages whose files are in the bundles. */
const packages = new Set(Object.values(metafile.outputs)
  .flatMap(({ inputs }) => Object.keys(inputs).filter((file) => inputs[file].bytesInOutput > 0))
  .map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));

writeFileSync(join(directory, 'dist/LICENSES.txt'), [...packages].sort().map((folder) => {
  const path = join(directory, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const texts = readdirSync(path).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  return [`${name} ${version}: ${license}`, ...texts.map((file) => readFileSync(join(path, file), 'utf8').trim())].join('\n\n');
}).join(`\n\n${'-'.repeat(80)}\n\n`) + '\n');
