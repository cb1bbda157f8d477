import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import Ajv, { ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { Manifest } from './synth';

const CRDS = join(__dirname, '../../crds');

/** Validates objects against the released CRDs, as strictly as `kubectl apply --validate=strict`: bounds, enums, and no unknown field. */
export class CrdSchemas {
  private readonly validators = new Map<string, ValidateFunction[]>();

  public constructor() {
    const ajv = new Ajv({ strict: false, allErrors: true, formats: { 'int32': true, 'int64': true, 'date-time': true, 'byte': true } });
    for (const folder of readdirSync(CRDS)) {
      for (const file of readdirSync(join(CRDS, folder))) {
        for (const document of parseAllDocuments(readFileSync(join(CRDS, folder, file), 'utf8'))) {
          this.add(ajv, document.toJS());
        }
      }
    }
  }

  /** Whether a CRD of this kind is known. */
  public knows(object: Manifest): boolean {
    return this.validators.has(keyOf(object));
  }

  /** What is wrong with an object, one line each; none if it is valid under every released CRD of its kind. */
  public errors(object: Manifest): string[] {
    return (this.validators.get(keyOf(object)) ?? []).flatMap((validate) =>
      validate(object) ? [] : (validate.errors ?? []).map((error) => `${object.kind} ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
  }

  private add(ajv: Ajv, crd: any): void {
    for (const version of crd.spec.versions) {
      const key = `${crd.spec.group}/${version.name}/${crd.spec.names.kind}`;
      const schema = closed(version.schema.openAPIV3Schema);
      schema.properties.metadata = { type: 'object' };
      this.validators.set(key, [...(this.validators.get(key) ?? []), ajv.compile(schema)]);
    }
  }
}

function keyOf(object: Manifest): string {
  return `${object.apiVersion}/${object.kind}`;
}

/** OpenAPI v3 as Kubernetes reads it, in JSON Schema's words: a field that is not in the schema is refused. */
function closed(node: any): any {
  if (Array.isArray(node)) {
    return node.map(closed);
  }
  if (typeof node !== 'object' || node === null) {
    return node;
  }
  const result = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  if (node.properties !== undefined && node.type === 'object' && node.additionalProperties === undefined && !node['x-kubernetes-preserve-unknown-fields']) {
    result.additionalProperties = false;
  }
  return result;
}
