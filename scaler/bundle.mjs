// Makes dist/scaler.cjs, the whole scaler in one file, dist/model-cache.cjs, the model cache agent in another, which the scaler loads for `cache` only,
// and dist/LICENSES.txt, what the packages in them ask to be passed on. All go into the image.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const directory = dirname(fileURLToPath(import.meta.url));

const { metafile } = await build({
  absWorkingDir: directory,
  entryPoints: { 'scaler': 'src/main.ts', 'model-cache': '../model-cache/src/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  alias: { 'gpu-model-cache': './model-cache.cjs' },
  external: ['./model-cache.cjs'],
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none', // the licenses are in the other file
  metafile: true,
  logLevel: 'info',
});

/** The folders of the packages whose files are in the bundle. */
const packages = new Set(Object.keys(metafile.inputs).map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]).filter(Boolean));

writeFileSync(join(directory, 'dist/LICENSES.txt'), [...packages].sort().map((folder) => {
  const path = join(directory, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  const texts = readdirSync(path).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  return [`${name} ${version}: ${license}`, ...texts.map((file) => readFileSync(join(path, file), 'utf8').trim())].join('\n\n');
}).join(`\n\n${'-'.repeat(80)}\n\n`) + '\n');
