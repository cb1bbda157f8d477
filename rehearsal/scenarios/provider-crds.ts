/**
 * `npm run test:provider-crds -- PATH...`: a real API server judges the nodes of Azure and of Google Cloud by their providers' own CRDs, which
 * are not in this repository. Each PATH is a CRD file, or the folder of all CRDs of one provider's release, whose NodePool is stricter than
 * Karpenter's own.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { changedFields } from './support/applied';
import { bootForScenario } from './support/boot';
import { PROVIDER_NODES } from './support/provider-nodes';
import { applyStrictly, liveOf } from './support/strict-apply';
import { Manifest, synthesize } from './support/synthesize';
import { objectsOf } from '../src/control-plane/bootstrap-manifests';

const USAGE = `Usage: npm run test:provider-crds -- PATH...

PATH is a file or a folder with the CRD of one of ${Object.keys(PROVIDER_NODES).join(', ')}:
  a checkout of github.com/Azure/karpenter-provider-azure            pkg/apis/crds
  a checkout of github.com/cloudpilot-ai/karpenter-provider-gcp      charts/karpenter/crds
  a GKE cluster            kubectl get crd computeclasses.cloud.google.com -o yaml`;

/** The CRDs below a path and the kind of the provider's own. */
function readCrds(path: string): { crds: Manifest[]; kind: string } {
  const files = statSync(path).isDirectory() ? readdirSync(path).filter((file) => file.endsWith('.yaml')).map((file) => join(path, file)) : [path];
  const crds: Manifest[] = files.flatMap((file) => objectsOf(readFileSync(file, 'utf8'))).filter(({ kind }) => kind === 'CustomResourceDefinition');
  const kind = crds.map(({ spec }) => spec.names.kind).find((each) => each in PROVIDER_NODES);
  if (kind === undefined) {
    throw new Error(`${path}: no CRD of ${Object.keys(PROVIDER_NODES).join(', ')} in it\n\n${USAGE}`);
  }
  // What a cluster added to its CRD is not the CRD.
  return { crds: crds.map(({ apiVersion, kind: crd, metadata: { name }, spec }) => ({ apiVersion, kind: crd, metadata: { name }, spec })), kind };
}

const paths = process.argv.slice(2);
if (paths.length === 0) {
  console.error(USAGE);
  process.exit(1);
}
const providers = paths.map(readCrds);
const stage = bootForScenario('provider-crds', { awsCrds: false });

for (const { crds, kind } of providers) {
  describe(kind, { concurrency: false }, () => {
    const objects = synthesize(PROVIDER_NODES[kind]);

    test('each object is accepted, without a warning and without an unknown field, and kept as it was written', { timeout: 60_000 }, async () => {
      await stage.plane.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items: crds }));
      await stage.plane.kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=30s']);
      await applyStrictly(stage.plane, objects);
      const live = await liveOf(stage.plane, objects);
      assert.deepEqual(objects.flatMap((object, index) => changedFields(object, live[index])), []);
    });

    test('the judge can refuse', { timeout: 30_000 }, async () => {
      const spoilt = objects.find((object) => object.kind === kind)!;
      spoilt.spec.thisFieldIsNoField = true;
      await assert.rejects(applyStrictly(stage.plane, [spoilt]), /thisFieldIsNoField/);
    });
  });
}
