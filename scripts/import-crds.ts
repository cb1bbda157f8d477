/**
 * `npm run import`: takes the CRDs and the schema of KEDA's triggers out of their Go modules, into `crds/` and `schemas/`, and generates
 * the types of `imports/` from them.
 *
 * `npm run import -- --committed` skips the download and works from what is committed; a test runs it that way and fails on a difference.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JsonPatch } from 'cdk8s';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { CERT_MANAGER, GoModule, goModuleDirectory, KARPENTER, KARPENTER_AWS, KEDA, PROMETHEUS_OPERATOR } from './go-module';
import { generateParameters, generateTriggers, takeOutTriggers, TriggerSchema } from './import-triggers';

const ROOT = join(__dirname, '..');

/** A released Go module and the CRD files of it that this library types or validates against. */
interface CrdModule extends GoModule {
  /** Folder below `crds/`. */
  readonly folder: string;
  readonly files: readonly string[];
  /** JSON patches that the project itself applies before it releases the CRD, by CRD file. */
  readonly patches?: { readonly [file: string]: string };
}

const MODULES: readonly CrdModule[] = [
  {
    folder: 'keda',
    ...KEDA,
    files: ['scaledobjects', 'scaledjobs', 'triggerauthentications', 'clustertriggerauthentications'].map((kind) => `config/crd/bases/keda.sh_${kind}.yaml`),
    patches: {
      'keda.sh_scaledobjects.yaml': 'config/crd/patches/scaledobject_patch.yaml',
      'keda.sh_scaledjobs.yaml': 'config/crd/patches/scaledjob_patch.yaml',
    },
  },
  {
    folder: 'karpenter',
    ...KARPENTER,
    files: [
      'pkg/apis/crds/karpenter.sh_nodepools.yaml',
      'pkg/apis/crds/karpenter.sh_nodeclaims.yaml',
      'pkg/apis/crds/karpenter.sh_nodeoverlays.yaml',
      'pkg/apis/crds/autoscaling.x-k8s.io_capacitybuffers.yaml',
      'kwok/apis/crds/karpenter.kwok.sh_kwoknodeclasses.yaml',
    ],
  },
  {
    folder: 'karpenter-aws',
    ...KARPENTER_AWS,
    // The provider's NodePool is stricter than the core's: typed from the core, validated against both.
    files: ['pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml', 'pkg/apis/crds/karpenter.sh_nodepools.yaml'],
  },
  {
    folder: 'cert-manager',
    ...CERT_MANAGER,
    files: ['deploy/crds/cert-manager.io_certificates.yaml', 'deploy/crds/cert-manager.io_issuers.yaml'],
  },
  {
    folder: 'prometheus-operator',
    ...PROMETHEUS_OPERATOR,
    files: ['podmonitors', 'prometheusrules'].map((kind) => `example/prometheus-operator-crd/monitoring.coreos.com_${kind}.yaml`),
  },
];

/** The schema of KEDA's triggers, beside the CRDs. */
const TRIGGERS = join(ROOT, 'schemas/keda-triggers.json');

/** One generated file per API group, from these CRDs. */
const IMPORTS: readonly string[][] = [
  ['keda/keda.sh_scaledobjects.yaml', 'keda/keda.sh_scaledjobs.yaml', 'keda/keda.sh_triggerauthentications.yaml', 'keda/keda.sh_clustertriggerauthentications.yaml'],
  ['karpenter/karpenter.sh_nodepools.yaml', 'karpenter/karpenter.sh_nodeclaims.yaml', 'karpenter/karpenter.sh_nodeoverlays.yaml'],
  ['karpenter/autoscaling.x-k8s.io_capacitybuffers.yaml'],
  ['karpenter/karpenter.kwok.sh_kwoknodeclasses.yaml'],
  ['karpenter-aws/karpenter.k8s.aws_ec2nodeclasses.yaml'],
  ['cert-manager/cert-manager.io_certificates.yaml', 'cert-manager/cert-manager.io_issuers.yaml'],
];

function main(): void {
  const args = process.argv.slice(2);
  const output = args.includes('--output') ? args[args.indexOf('--output') + 1] : join(ROOT, 'imports');
  if (!args.includes('--committed')) {
    MODULES.forEach(takeOut);
    takeOutTriggers(goModuleDirectory(KEDA), `${KEDA.module}@${KEDA.version}`, TRIGGERS);
  }
  IMPORTS.forEach((files) => generate(files, output));
  const triggers = JSON.parse(readFileSync(TRIGGERS, 'utf8')) as TriggerSchema;
  writeFileSync(join(output, 'keda-triggers.ts'), generateTriggers(triggers));
  writeFileSync(join(output, 'keda-trigger-parameters.ts'), generateParameters(triggers));
}

/** Copies a module's CRDs into `crds/`, with the project's own release patches applied and the source written at the top. */
function takeOut({ folder, module, version, files, patches }: CrdModule): void {
  console.log(`${module}@${version}`);
  const source = goModuleDirectory({ module, version });
  rmSync(join(ROOT, 'crds', folder), { recursive: true, force: true });
  mkdirSync(join(ROOT, 'crds', folder), { recursive: true });
  for (const path of files) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    const patch = patches?.[file];
    let text = readFileSync(join(source, path), 'utf8').replace(/^---\n/, '');
    if (patch !== undefined) {
      text = stringify(JsonPatch.apply(parse(text), ...parse(readFileSync(join(source, patch), 'utf8')).map(toPatch)), { lineWidth: 0 });
    }
    writeFileSync(join(ROOT, 'crds', folder, file), `# ${module}@${version} ${path}${patch === undefined ? '' : ` with ${patch}`}\n${text}`);
  }
}

interface PatchOperation {
  readonly op: string;
  readonly path: string;
  readonly value?: unknown;
}

function toPatch({ op, path, value }: PatchOperation): JsonPatch {
  switch (op) {
    case 'add': return JsonPatch.add(path, value);
    case 'replace': return JsonPatch.replace(path, value);
    case 'remove': return JsonPatch.remove(path);
    default: throw new Error(`patch operation ${op} at ${path}: expected add, replace or remove; teach toPatch the new one`);
  }
}

function generate(files: readonly string[], output: string): void {
  const scratch = mkdtempSync(join(tmpdir(), 'crds-'));
  try {
    const merged = join(scratch, 'crds.yaml');
    const documents = files.flatMap((file) => parseAllDocuments(readFileSync(join(ROOT, 'crds', file), 'utf8')).map((document) => document.toJS()));
    writeFileSync(merged, documents.map((crd) => stringify(trimmed(crd), { aliasDuplicateObjects: false })).join('---\n'));
    execFileSync(join(ROOT, 'node_modules/.bin/cdk8s'), ['import', merged, '-l', 'typescript', '-o', output, '--no-save'], {
      stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false' },
    });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/**
 * Where CRDs embed the whole Kubernetes pod template: a ScaledJob's is three quarters of all generated code, and cdk8s-plus has the types
 * already; the solvers of an Issuer for ACME have one each, and nothing here signs by ACME.
 */
const UNTYPED: { readonly [kind: string]: readonly [parent: string, property: string] } = {
  ScaledJob: ['jobTargetRef', 'template'],
  Issuer: ['acme', 'solvers'],
};

function trimmed(crd: any): any {
  const [parent, property] = UNTYPED[crd.spec.names.kind] ?? [];
  if (parent !== undefined && property !== undefined) {
    for (const version of crd.spec.versions) {
      version.schema.openAPIV3Schema.properties.spec.properties[parent].properties[property] = { 'type': 'object', 'x-kubernetes-preserve-unknown-fields': true };
    }
  }
  return crd;
}

main();
