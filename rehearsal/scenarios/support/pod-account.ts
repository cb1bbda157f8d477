/** The ServiceAccount of a pod, as the kubelet gives it to the pod's containers: a token that is bound to the pod, and so to its node. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import type { Live } from './cluster';
import type { ControlPlane } from '../../src/control-plane/control-plane';

/** Writes a kubeconfig with a new token of the pod's ServiceAccount and returns its path; it goes when this process ends. */
export async function kubeconfigOfPod(plane: ControlPlane, pod: Live): Promise<string> {
  const { name, namespace, uid } = pod.metadata;
  const token = await plane.kubectl([
    'create', 'token', pod.spec.serviceAccountName, `--namespace=${namespace}`, '--bound-object-kind=Pod', `--bound-object-name=${name}`, `--bound-object-uid=${uid}`,
  ]);
  const config = parse(readFileSync(plane.kubeconfig, 'utf8'));
  config.users = config.users.map((user: { name: string }) => ({ name: user.name, user: { token: token.trim() } }));
  const folder = mkdtempSync(join(tmpdir(), 'gpu-autoscaler-pod-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'kubeconfig');
  writeFileSync(file, stringify(config), { mode: 0o600 });
  return file;
}
