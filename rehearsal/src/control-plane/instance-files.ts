/** Writes what the components of a control plane read: keys, kubeconfigs, kwok stages. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ControlPlaneCache } from './cache';
import { FILES } from './components';
import type { InstanceFolder, Ports } from './instance';
import { kubeconfig } from './kubeconfig';
import { MANIFESTS } from './manifest-files';
import type { ResolvedOptions } from './options';
import type { Pki } from './pki';
import { kwokConfiguration, stages } from './stages';

/** Empties the folder of the last control plane of this name and fills it for a new one. Keys are readable by their owner only. */
export function writeInstanceFiles(folder: InstanceFolder, cache: ControlPlaneCache, ports: Ports, pki: Pki, options: ResolvedOptions): void {
  rmSync(folder.directory, { recursive: true, force: true });
  for (const name of ['pki', 'logs', FILES.kedaCertificates]) {
    mkdirSync(join(folder.directory, name), { recursive: true, mode: 0o700 });
  }
  const write = (path: string, text: string): void => writeFileSync(join(folder.directory, path), text, { mode: 0o600 });
  for (const [name, { certificate, key }] of Object.entries({
    'ca': pki.ca, 'apiserver': pki.apiserver, 'component': pki.component, 'front-proxy': pki.frontProxy, 'admin': pki.admin,
  })) {
    write(`pki/${name}.crt`, certificate);
    write(`pki/${name}.key`, key);
  }
  write('pki/service-accounts.pub', pki.serviceAccounts.publicKey);
  write('pki/service-accounts.key', pki.serviceAccounts.privateKey);
  write(`${FILES.kedaCertificates}/ca.crt`, pki.ca.certificate);
  write(`${FILES.kedaCertificates}/tls.crt`, pki.keda.certificate);
  write(`${FILES.kedaCertificates}/tls.key`, pki.keda.key);
  writeAdminKubeconfig(folder, ports, pki);
  for (const [path, identity] of [
    [FILES.controllerManagerKubeconfig, pki.controllerManager], [FILES.schedulerKubeconfig, pki.scheduler], [FILES.kedaKubeconfig, pki.kedaAccount],
  ] as const) {
    write(path, kubeconfig(contextOf(folder), serverOf(ports), pki.ca.certificate, identity));
  }
  write(FILES.kwokConfiguration, kwokStages(cache, options));
}

/** Writes the administrator's kubeconfig, or the one whose objects go to another namespace when they name none, and returns its path. */
export function writeAdminKubeconfig(folder: InstanceFolder, ports: Ports, pki: Pki, namespace?: string): string {
  const path = namespace === undefined ? folder.kubeconfig : join(folder.directory, `admin.${namespace}.kubeconfig`);
  writeFileSync(path, kubeconfig(contextOf(folder), serverOf(ports), pki.ca.certificate, pki.admin, namespace), { mode: 0o600 });
  return path;
}

function contextOf({ name }: InstanceFolder): string {
  return `rehearsal-${name}`;
}

function serverOf({ apiserver }: Ports): string {
  return `https://127.0.0.1:${apiserver}`;
}

function kwokStages(cache: ControlPlaneCache, { podStages }: ResolvedOptions): string {
  const read = (file: string): string => readFileSync(join(cache.manifestDirectory, file), 'utf8');
  if (podStages !== undefined) {
    stages(podStages);
    return `${read(MANIFESTS.nodeStages)}---\n${podStages}`;
  }
  return kwokConfiguration(read(MANIFESTS.nodeStages), read(MANIFESTS.podStages));
}
