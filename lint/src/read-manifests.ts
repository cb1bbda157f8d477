import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseAllDocuments } from 'yaml';
import { text } from '../../lib/rules/manifests/values';
import { Manifest, Path } from '../../lib/rules/rule';

/** A Kubernetes object, and where it is written. */
export interface SourceObject {
  readonly object: Manifest;
  readonly file: string;
  /** Where a field is, or what of it is there. */
  locate(path: Path): Position;
}

/** Both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Something that cannot be read as manifests. */
export class InputError extends Error {}

/** What to do with a template. */
const RENDER = 'render the template first, for example: helm template . | npx gpu-autoscaler lint -';

/** How standard input is named. */
export const STDIN = '-';

/**
 * Reads the objects of YAML files, of all YAML files below folders, and of standard input.
 *
 * @throws InputError that names file and line
 */
export function readSources(paths: readonly string[]): readonly SourceObject[] {
  return paths.flatMap((path) => {
    if (path === STDIN) {
      return readText('<stdin>', readFileSync(0, 'utf8'));
    }
    const files = filesOf(path);
    const objects = files.flatMap((file) => readText(file, readFileSync(file, 'utf8')));
    if (objects.length === 0) {
      throw new InputError(`${path}: got no Kubernetes object; expected YAML with apiVersion, kind and metadata.name; for cdk8s run cdk8s synth first`);
    }
    return objects;
  });
}

function filesOf(path: string): readonly string[] {
  let directory: boolean;
  try {
    directory = statSync(path).isDirectory();
  } catch {
    throw new InputError(`${path}: got a path that does not exist; expected a YAML file, a folder of them, or - for standard input; correct it`);
  }
  return directory
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(path, name))
    : [path];
}

function readText(file: string, written: string): readonly SourceObject[] {
  const lines = new LineCounter();
  return parseAllDocuments(written, { lineCounter: lines, version: '1.1', logLevel: 'error' }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) {
      const [line] = error.linePos ?? [{ line: 1, col: 1 }];
      const hint = written.includes('{{') ? RENDER : 'correct it';
      throw new InputError(`${file}:${line.line}:${line.col}: got text that is no YAML (${error.message.split('\n')[0].replace(/ at line.*/, '')}); expected Kubernetes manifests; ${hint}`);
    }
    return objectsOf(document.toJS(), []).map(({ object, base }) => {
      const source = { object, file, locate: (path: Path) => locate(document, [...base, ...path], lines) };
      requireRendered(source);
      return source;
    });
  });
}

/** A template can be YAML, with expressions in quotes: the rules would take them for what nobody has set. */
function requireRendered({ object, file, locate: at }: SourceObject): void {
  const name = text(object.metadata.name);
  if (name.includes('{{')) {
    const { line, column } = at(['metadata', 'name']);
    throw new InputError(`${file}:${line}:${column}: got the name ${name}; expected Kubernetes manifests; ${RENDER}`);
  }
}

/** The objects of a document: none if it holds something else, several if it is a List. */
function objectsOf(object: Manifest, base: Path): readonly { readonly object: Manifest; readonly base: Path }[] {
  if (typeof object?.apiVersion !== 'string' || typeof object.kind !== 'string') {
    return [];
  }
  const [, kind] = /^(.*)List$/.exec(object.kind) ?? [];
  if (kind !== undefined && Array.isArray(object.items)) {
    // The API server leaves out in a DeploymentList what is the same for all.
    const shared = kind === '' ? {} : { apiVersion: object.apiVersion, kind };
    return object.items.flatMap((item: Manifest, index: number) => objectsOf({ ...shared, ...item }, [...base, 'items', index]));
  }
  return text(object.metadata?.name ?? object.metadata?.generateName) !== '' ? [{ object, base }] : [];
}

function locate(document: Document, path: Path, lines: LineCounter): Position {
  let node = document.contents as Node | null;
  let last = node;
  for (const key of path) {
    node = isAlias(node) ? node.resolve(document) ?? null : node;
    if (isMap(node)) {
      const pair = node.items.find(({ key: name }) => isScalar(name) && String(name.value) === String(key));
      if (pair === undefined) {
        break;
      }
      last = pair.key as Node;
      node = pair.value as Node | null;
    } else if (isSeq(node) && node.items[Number(key)] !== undefined) {
      last = node = node.items[Number(key)] as Node;
    } else {
      break;
    }
  }
  const { line, col } = lines.linePos(last?.range?.[0] ?? 0);
  return { line, column: col };
}
