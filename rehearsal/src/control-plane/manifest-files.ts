/** Takes the manifests that a boot needs out of the Go modules and of the checkout into the cache, so that booting needs neither. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsCrdsDirectory, ControlPlaneCache, goModulesDirectory } from './cache';
import { go } from './go';

/** The files in the manifest folder of the cache. */
export const MANIFESTS = {
  /** All six of KEDA with the patches that its releases have (the operator exits when one is missing). */
  kedaCrds: 'keda-crds.yaml',
  /** KEDA's own account, roles and bindings, and the right of the HPA to read external metrics. */
  kedaRbac: 'keda-rbac.yaml',
  kedaWebhooks: 'keda-webhooks.yaml',
  /** NodePool, NodeClaim, NodeOverlay, CapacityBuffer of Karpenter's core and the KWOKNodeClass of its kwok provider. */
  karpenterCrds: 'karpenter-crds.yaml',
  /** EC2NodeClass and the stricter NodePool of the AWS provider. */
  awsCrds: 'aws-crds.yaml',
  nodeStages: 'node-stages.yaml',
  podStages: 'pod-stages.yaml',
} as const;

/** Writes all of them, to another folder first and then into place at once. Needs kubectl in the cache: it renders KEDA's kustomizations. */
export async function takeManifests(cache: ControlPlaneCache): Promise<void> {
  const keda = await moduleSource('keda', 'github.com/kedacore/keda/v2');
  const karpenter = await moduleSource('karpenter', 'sigs.k8s.io/karpenter');
  const kwok = await moduleSource('kwok', 'sigs.k8s.io/kwok');
  const kustomize = (path: string): string => execFileSync(join(cache.binDirectory, 'kubectl'), ['kustomize', join(keda, path)], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  const files: Record<string, string> = {
    [MANIFESTS.kedaCrds]: kustomize('config/crd'),
    [MANIFESTS.kedaRbac]: joined([kustomize('config/service_account'), kustomize('config/rbac'),
      ...['role.yaml', 'role_binding.yaml'].map((file) => read(keda, 'config/metrics-server', file))]),
    [MANIFESTS.kedaWebhooks]: read(keda, 'config/webhooks/validation_webhooks.yaml'),
    [MANIFESTS.karpenterCrds]: joined([...folder(karpenter, 'kwok/charts/crds'), ...folder(karpenter, 'kwok/apis/crds')]),
    [MANIFESTS.awsCrds]: joined(folder(awsCrdsDirectory(), '.')),
    [MANIFESTS.nodeStages]: joined(['node/fast/node-initialize.yaml', 'node/heartbeat-with-lease/node-heartbeat-with-lease.yaml'].map((file) => read(kwok, 'kustomize/stage', file))),
    [MANIFESTS.podStages]: joined(['pod-ready', 'pod-complete', 'pod-delete'].map((stage) => read(kwok, 'kustomize/stage/pod/fast', `${stage}.yaml`))),
  };
  const draft = `${cache.manifestDirectory}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(draft, name), text);
  }
  renameSync(draft, cache.manifestDirectory);
}

/** The folder of a module's source at the version that go.mod pins; the build has downloaded it. */
async function moduleSource(part: string, module: string): Promise<string> {
  return (await go(['list', '-m', '-f', '{{.Dir}}', module], join(goModulesDirectory(), part))).trim();
}

function read(...path: string[]): string {
  return readFileSync(join(...path), 'utf8');
}

function folder(...path: string[]): string[] {
  return readdirSync(join(...path)).filter((name) => name.endsWith('.yaml')).sort().map((name) => read(...path, name));
}

function joined(documents: readonly string[]): string {
  return documents.map((text) => text.replace(/^---\n/, '').trimEnd()).join('\n---\n') + '\n';
}
