/**
 * `npm run lint:documentation -- KEDA_DOCS KARPENTER`: lints every example of the documentation of KEDA and of Karpenter, in checkouts of
 * github.com/kedacore/keda-docs and github.com/aws/karpenter-provider-aws, and compares what is found with what a person has found right:
 * `found.json`. With `--write` it writes that file instead, to be read and judged line by line.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { codeBlocks } from './code-blocks';
import { RULES } from '../../../lib/rules';
import { lint } from '../../src/lint';
import { InputError, readSources } from '../../src/read-manifests';

const FOUND = join(__dirname, 'found.json');

/** Where the examples are, below the checkouts in the order of the arguments. */
const FOLDERS = [['content/docs/2.21'], ['examples', 'website/content/en/docs']];

/** What is found in an example, by the file and the number of the code block that it is. */
type Found = Record<string, readonly string[]>;

interface Example {
  readonly name: string;
  readonly text: string;
}

/** The examples of a folder: YAML files, and the code blocks of pages. */
function examplesOf(root: string, folder: string): Example[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).filter((file) => /\.(md|ya?ml)$/.test(file)).sort();
  return files.flatMap((file) => {
    const text = readFileSync(join(root, folder, file), 'utf8');
    return (file.endsWith('.md') ? codeBlocks(text) : [text]).map((block, index) => ({ name: `${folder}/${file}#${index}`, text: block }));
  }).filter(({ text }) => /^\s*apiVersion:/m.test(text));
}

function main(args: readonly string[]): number {
  const checkouts = args.filter((arg) => !arg.startsWith('--'));
  if (checkouts.length !== FOLDERS.length) {
    console.error('Usage: npm run lint:documentation -- KEDA_DOCS KARPENTER [--write], both checkouts');
    return 1;
  }
  const examples = checkouts.flatMap((root, index) => FOLDERS[index].flatMap((folder) => examplesOf(root, folder)));
  const found: Found = {};
  let read = 0;
  const scratch = mkdtempSync(join(tmpdir(), 'documentation-'));
  try {
    for (const { name, text } of examples) {
      const file = join(scratch, 'example.yaml');
      writeFileSync(file, text);
      try {
        const { findings } = lint(readSources([file]), RULES);
        read += 1;
        if (findings.length > 0) {
          found[name] = findings.map(({ rule, object, field }) => `${rule.severity} ${rule.name} ${object.kind}/${object.metadata.name} ${field}`);
        }
      } catch (error) {
        // Excerpts with dots in them, and objects without a name.
        if (!(error instanceof InputError)) {
          throw error;
        }
      }
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  console.log(`${read} of ${examples.length} examples are manifests; ${Object.keys(found).length} of them have findings`);
  if (args.includes('--write')) {
    writeFileSync(FOUND, `${JSON.stringify(found, null, 1)}\n`);
    return 0;
  }
  const expected = JSON.parse(readFileSync(FOUND, 'utf8')) as Found;
  const names = [...new Set([...Object.keys(expected), ...Object.keys(found)])].filter((name) => !isDeepStrictEqual(expected[name], found[name]));
  for (const name of names) {
    console.error(`${name}\n  expected ${JSON.stringify(expected[name] ?? [])}\n  found    ${JSON.stringify(found[name] ?? [])}`);
  }
  return names.length === 0 ? 0 : 1;
}

process.exitCode = main(process.argv.slice(2));
