/** The part of a CycloneDX document that is read and added to here. */
import { readFileSync, writeFileSync } from 'node:fs';

/** A component of the image, as CycloneDX 1.6 has it. */
export interface Component {
  readonly 'type': 'library' | 'platform';
  readonly 'bom-ref': string;
  readonly 'name': string;
  readonly 'group'?: string;
  readonly 'version': string;
  readonly 'purl': string;
  readonly 'cpe'?: string;
  readonly 'hashes'?: readonly { readonly alg: 'SHA-256'; readonly content: string }[];
}

/** A bill of materials. */
export interface BillOfMaterials {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: Component[];
  readonly dependencies: { readonly ref: string; dependsOn?: string[] }[];
}

export function readBillOfMaterials(file: string): BillOfMaterials {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Adds what the programs of a bill of materials run on. */
export function addPlatform(file: string, components: readonly Component[]): void {
  const bill = readBillOfMaterials(file);
  const refs = components.map((component) => component['bom-ref']);
  bill.components.push(...components);
  const program = bill.dependencies.find(({ ref }) => ref === bill.metadata.component['bom-ref'])!;
  program.dependsOn = [...program.dependsOn ?? [], ...refs];
  bill.dependencies.push(...refs.map((ref) => ({ ref })));
  writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
}
