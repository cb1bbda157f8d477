import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import Ajv, { ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import { Manifest } from './synth';

const CRDS = join(__dirname, '../../crds');

/** API groups whose objects only the API server itself can judge; the rehearsal applies them to a real one. */
const BUILT_IN = /^(v1|(apps|policy|(admissionregistration|networking|rbac\.authorization|scheduling)\.k8s\.io)\/v1)$/;

/** Kinds of clouds whose CRDs no package registry has; `npm run test:provider-crds` has a real API server judge them. */
const OF_CLOUDS = ['AKSNodeClass', 'GCENodeClass', 'ComputeClass'];

/** What Karpenter, KEDA and the Prometheus Operator read such a number into. */
const INT32 = { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31 } as const;

/** Patterns of CRDs are Go's, in which a flag may stand inside. */
const goRegExp = Object.assign(
  (pattern: string, flags: string) => new RegExp(pattern.replace('(?i)', ''), pattern.includes('(?i)') ? `${flags}i` : flags),
  { code: 'new RegExp' },
);

/** Validates objects against the released CRDs, as strictly as `kubectl apply --validate=strict`: bounds, enums, and no unknown field. */
export class CrdSchemas {
  private readonly validators = new Map<string, ValidateFunction[]>();

  public constructor() {
    const ajv = new Ajv({ strict: false, allErrors: true, code: { regExp: goRegExp }, formats: { 'int32': INT32, 'int64': true, 'date-time': true, 'byte': true } });
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

  /** What is wrong with objects, one line each; none if each is valid under every released CRD of its kind. */
  public errorsOf(objects: readonly Manifest[]): string[] {
    return objects.flatMap((object) => {
      const judged = this.knows(object) || BUILT_IN.test(object.apiVersion) || OF_CLOUDS.includes(object.kind);
      return judged ? this.errors(object) : [`${object.apiVersion} ${object.kind}: no schema`];
    });
  }

  private errors(object: Manifest): string[] {
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
