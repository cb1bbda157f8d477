import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { goTemplates } from './go-templates';
import { goModuleDirectory, GoModule, KARPENTER, KARPENTER_AWS, KEDA } from '../../../scripts/go-module';
import { codeBlocks } from '../documentation/code-blocks';

/** Manifests that belong together. */
export interface Released {
  /** The project, and the file in its module; of a page, the code block. */
  readonly name: string;
  /** Each is YAML of its own. */
  readonly texts: readonly string[];
}

/** Minutes that a test of KEDA's takes from the clock. */
const MINUTES = { startMin: '5', endMin: '10' };

/** The manifests in the modules of KEDA, Karpenter and its provider for AWS: samples, examples, proposals, and what their end-to-end tests apply. */
export function releasedManifests(): readonly Released[] {
  return [
    ...files('keda', KEDA, 'config/samples', /\.yaml$/, (text) => [text]),
    ...files('keda', KEDA, 'tests', /_test\.go$/, (text) => [...goTemplates(text, MINUTES).values()]),
    ...files('karpenter', KARPENTER, 'test/pkg/environment', /\.yaml$/, (text) => [text]),
    ...blocks('karpenter', KARPENTER, 'designs'),
    ...files('aws', KARPENTER_AWS, 'examples', /\.yaml$/, (text) => [text]),
    ...files('aws', KARPENTER_AWS, 'test/pkg/environment', /\.yaml$/, (text) => [text]),
    ...blocks('aws', KARPENTER_AWS, 'designs'),
  ];
}

function files(project: string, module: GoModule, folder: string, pattern: RegExp, textsOf: (text: string) => readonly string[]): Released[] {
  const root = join(goModuleDirectory(module), folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => pattern.test(file)).sort()
    .map((file) => ({ name: `${project} ${folder}/${file}`, texts: textsOf(readFileSync(join(root, file), 'utf8')) }));
}

/** What is in one block of a page has nothing to do with what is in the next. */
function blocks(project: string, module: GoModule, folder: string): Released[] {
  return files(project, module, folder, /\.md$/, codeBlocks).flatMap(({ name, texts }) =>
    texts.map((text, index) => ({ name: `${name}#${index}`, texts: [text] })).filter(({ texts: [text] }) => /^\s*apiVersion:/m.test(text)));
}
