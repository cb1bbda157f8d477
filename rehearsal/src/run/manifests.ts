import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** A Kubernetes object as read from YAML. */
export type Manifest = any;

/**
 * Reads the objects of a YAML file, or of all YAML files below a folder.
 *
 * @throws Error that names the file if there is nothing, or something that is no Kubernetes object
 */
export function readManifests(path: string): Manifest[] {
  let files: string[];
  try {
    files = statSync(path).isDirectory()
      ? readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name)).sort().map((name) => join(path, name))
      : [path];
  } catch {
    throw new Error(`--app: got ${JSON.stringify(path)}, which does not exist; expected a YAML file or a folder of them, such as the dist/ that cdk8s synth writes`);
  }
  const objects = files.flatMap(readFile);
  if (objects.length === 0) {
    throw new Error(`--app: ${path} holds no Kubernetes object; expected YAML manifests; run cdk8s synth first`);
  }
  return objects;
}

function readFile(file: string): Manifest[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).flatMap((document) => {
    if (document.errors.length > 0) {
      throw new Error(`${file}: ${document.errors[0].message}`);
    }
    const object = document.toJS();
    if (object === null || object === undefined) {
      return [];
    }
    if (object.kind === 'List') {
      return object.items;
    }
    if (typeof object.apiVersion !== 'string' || typeof object.kind !== 'string' || typeof object.metadata?.name !== 'string') {
      throw new Error(`${file}: got an object without apiVersion, kind and metadata.name; expected Kubernetes objects; remove what is none`);
    }
    return [object];
  });
}
